import {
  type ClientOptionOverrides,
  listContraryToStrict,
  readOptionOverrides,
} from "@/lib/directory/client-option-overrides";
import { parseClientOption, resolveClientOptions } from "@/lib/directory/client-options";
import type { Access } from "./access";
import { allowHighestRole } from "./allow-highest-role";
import type { OpenScimClient } from "./find-open-client";
import { accept, type Result, refuse } from "./result";
import { readPreset } from "./scim-client-fields";
import { changeScimClient } from "./scim-clients";

export type OptionsInput = {
  readonly name: string;
  readonly preset: string;
  /** All that is set on the client itself, as text. */
  readonly options: ReadonlyMap<string, string>;
  /** What the page was drawn from, as `describeSavedOptions` says it. */
  readonly drawnFrom: string;
  /** Of an owner who lets the client make others owners; "" otherwise. */
  readonly password: string;
};

/** The options as they are saved, so that a page can tell whether somebody else has changed them meanwhile. */
export function describeSavedOptions({ preset, overrides }: Pick<OpenScimClient, "preset" | "overrides">): string {
  return JSON.stringify([preset, Object.entries(readOptionOverrides({ ...overrides })).sort()]);
}

/**
 * Saves name, preset and options of a SCIM client, the options all at once: what is not named is the preset's again.
 *
 * @returns how many options hold differently now; refusals name the option that they are about
 */
export async function saveClientOptions(
  access: Access,
  client: OpenScimClient,
  { name, preset: presetText, options, drawnFrom, password }: OptionsInput,
): Promise<Result<{ readonly changes: number }>> {
  if (drawnFrom !== describeSavedOptions(client)) {
    return refuse(
      "Somebody else has changed these options meanwhile. Reload the page, then change what you want again.",
    );
  }
  const preset = readPreset(presetText);
  if (!preset.ok) return preset;
  let overrides: ClientOptionOverrides = {};
  for (const [option, text] of options) {
    const parsed = parseClientOption(option, text);
    if (!parsed.ok) return refuse(parsed.message, option);
    overrides = { ...overrides, [parsed.name]: parsed.value };
  }
  const [contrary] = listContraryToStrict(preset.value, overrides);
  if (contrary !== undefined) {
    const { option, value, strictValue } = contrary;
    return refuse(`A strict client always has ${option}=${strictValue}: it cannot have ${value}.`, option);
  }
  const { highestGrantableRole: before } = resolveClientOptions(client.preset, client.overrides);
  const { highestGrantableRole: after } = resolveClientOptions(preset.value, overrides);
  const allowed = await allowHighestRole(access, before, after, password);
  if (!allowed.ok) return allowed;
  const { database, actor, organization } = access;
  const changed = await changeScimClient(database, actor, organization.subdomain, client.name, {
    name,
    preset: preset.value,
    options,
  });
  return changed.ok ? accept({ changes: changed.value.optionChanges.length }) : changed;
}
