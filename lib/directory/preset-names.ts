import type { Preset } from "./client-options";

/** What people call the identity provider that each preset is made for. */
export const presetNames: Readonly<Record<Preset, string>> = {
  okta: "Okta",
  entra: "Microsoft Entra ID",
  authentik: "authentik",
  keycloak: "Keycloak",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  google: "Google Workspace",
  pingone: "PingOne",
  zulip: "Zulip's SCIM",
  generic: "Another identity provider",
  strict: "Strict SCIM client",
};
