import { findScimClient } from "@/lib/db/scim-clients";
import { isPreset, type Preset } from "@/lib/directory/client-options";
import { presetNames } from "@/lib/directory/preset-names";
import type { Access } from "./access";
import { allowHighestRole } from "./allow-highest-role";
import { createTokenSheet, type NewSecret } from "./new-secret";
import { accept, type Result } from "./result";
import { readClientOptions, readPreset } from "./scim-client-fields";
import { addScimClient } from "./scim-clients";

/** The presets in the order in which a person looks for their identity provider. */
const providers: readonly Preset[] = [
  "okta",
  "entra",
  "google",
  "authentik",
  "keycloak",
  "onelogin",
  "jumpcloud",
  "pingone",
  "generic",
];

/** For those who know what they want. */
const specialCases: readonly Preset[] = ["zulip", "strict"];

const briefly: Readonly<Record<Preset, string>> = {
  okta: "Okta Workforce Identity",
  entra: "Formerly Azure AD",
  google: "Google Workspace and Cloud Identity",
  authentik: "SCIM provider of authentik",
  keycloak: "With one of its SCIM plug-ins",
  onelogin: "OneLogin by One Identity",
  jumpcloud: "JumpCloud Identity Management",
  pingone: "PingOne and PingFederate",
  generic: "Anything else that speaks SCIM 2.0",
  zulip: "Was set up for Zulip's SCIM integration",
  strict: "Follows the interoperability profile to the letter",
};

/** One identity provider to choose. */
export type Provider = { readonly preset: Preset; readonly name: string; readonly description: string };

/** The identity providers to choose from: those that people have, and those for special cases. */
export function listProviders(): { readonly usual: readonly Provider[]; readonly special: readonly Provider[] } {
  const describe = (preset: Preset) => ({ preset, name: presetNames[preset], description: briefly[preset] });
  return { usual: providers.map(describe), special: specialCases.map(describe) };
}

/** The preset that a page's address names; undefined where it names none. */
export function findProvider(text: string | undefined): Provider | undefined {
  if (text === undefined || !isPreset(text)) return undefined;
  return { preset: text, name: presetNames[text], description: briefly[text] };
}

/** A name for the client that no other one of the organization has: "Okta", then "Okta 2". */
export async function suggestClientName(access: Access, { preset }: Provider): Promise<string> {
  const name = { ...presetNames, generic: "Identity provider" }[preset];
  for (let number = 1; ; number++) {
    const suggestion = number === 1 ? name : `${name} ${number}`;
    if ((await findScimClient(access.database.prisma, access.organization.id, suggestion)) === undefined) {
      return suggestion;
    }
  }
}

export type ConnectInput = {
  readonly name: string;
  readonly preset: string;
  /** Names and values as text: those that the preset does not have by itself. */
  readonly options: ReadonlyMap<string, string>;
  /** When the first token ends by itself; undefined: never. */
  readonly tokenExpiresInDays: number | undefined;
  /** Of an owner who lets the client make others owners; "" otherwise. */
  readonly password: string;
};

export type ConnectedClient = { readonly id: string; readonly secret: NewSecret };

/** Makes a SCIM client with its first token, which is shown once. */
export async function connectScimClient(
  access: Access,
  { password, ...input }: ConnectInput,
): Promise<Result<ConnectedClient>> {
  const preset = readPreset(input.preset);
  if (!preset.ok) return preset;
  const overrides = readClientOptions(preset.value, {}, input.options);
  if (!overrides.ok) return overrides;
  const allowed = await allowHighestRole(access, undefined, overrides.value.highestGrantableRole, password);
  if (!allowed.ok) return allowed;
  const { tokenExpiresInDays, ...client } = input;
  const added = await addScimClient(access.database, access.actor, access.organization.subdomain, {
    ...client,
    ...(tokenExpiresInDays === undefined ? {} : { tokenExpiresInDays }),
  });
  if (!added.ok) return added;
  const { client: made, token } = added.value;
  return accept({ id: made.id, secret: createTokenSheet(made, token) });
}
