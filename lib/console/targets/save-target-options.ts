import type { StoredTarget } from "@/lib/db/targets";
import type { TargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import { resolveTargetOptions } from "@/lib/provisioning/target-options";
import type { Access } from "../access";
import { accept, type Result, refuse } from "../result";
import { changeTarget } from "./change-target";
import { formatTargetOptions } from "./option-fields";
import { readTargetOptions, readTargetPreset } from "./option-values";
import type { ScopeInput } from "./scope-fields";

export type TargetOptionsInput = {
  readonly name: string;
  readonly preset: string;
  /** All that is set on the target itself, as text. */
  readonly options: ReadonlyMap<string, string>;
  readonly scope: ScopeInput;
  /** What the page was drawn from, as `describeSavedTarget` says it. */
  readonly drawnFrom: string;
};

type Saved = Pick<StoredTarget, "name" | "preset" | "overrides" | "scope">;

/** The options and the scope as they are saved, so that a page can tell whether somebody else has changed them meanwhile. */
export function describeSavedTarget({ name, preset, overrides, scope }: Saved): string {
  const options = Object.entries(formatTargetOptions(overrides)).sort();
  return JSON.stringify([name, preset, options, scope.groupIds, scope.roles, scope.filter ?? ""]);
}

/**
 * Saves name, preset, options and scope of a target, all at once: an option that is not named is the preset's again.
 *
 * @returns whether everything is compared with the target once more because of it; refusals name the option that they are about
 */
export async function saveTargetOptions(
  access: Access,
  target: StoredTarget,
  { name, preset: presetText, options, scope, drawnFrom }: TargetOptionsInput,
): Promise<Result<{ readonly reconciles: boolean }>> {
  if (drawnFrom !== describeSavedTarget(target)) {
    return refuse("Somebody else has changed this target meanwhile. Reload the page, then change what you want again.");
  }
  const preset = readTargetPreset(presetText);
  if (!preset.ok) return preset;
  const overrides = readTargetOptions({}, options, "own");
  if (!overrides.ok) return overrides;
  const isSamePreset = preset.value === target.preset;
  const changed = await changeTarget(access.database, access.actor, access.organization.subdomain, target.name, {
    name,
    // Giving the preset that it has would also forget what the target was found to do otherwise than it says.
    ...(isSamePreset ? {} : { preset: preset.value }),
    options: isSamePreset ? resetOthers(target, overrides.value, options) : options,
    scope,
  });
  return changed.ok ? accept({ reconciles: changed.value.reconciles }) : changed;
}

/** What was set before and is not any more is set to what the preset has. */
function resetOthers(
  { preset, overrides: before }: Saved,
  after: TargetOptionOverrides,
  options: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const defaults = formatTargetOptions(resolveTargetOptions(preset, {}));
  const gone = Object.keys(before).filter((option) => !Object.hasOwn(after, option));
  return new Map([...gone.map((option) => [option, defaults[option] ?? ""] as const), ...options]);
}
