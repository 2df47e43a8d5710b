import type { Preset } from "@/lib/directory/client-options";

/** A secret that was just made, as it is shown once. */
export type NewSecret = {
  readonly kind: "access token" | "client secret";
  readonly value: string;
  /** The SCIM client that it opens. */
  readonly clientName: string;
  /** Where and how its identity provider wants it. */
  readonly advice: string;
};

const tokenAdvice: Partial<Record<Preset, string>> = {
  okta: "Okta's test app “SCIM 2.0 Test App (Header Auth)” sends its API token as it is: paste it there with “Bearer ” in front.",
  entra: "In Microsoft Entra ID paste it into “Secret Token” as it is, without “Bearer ”.",
  authentik: "In authentik paste it into “Token” as it is, without “Bearer ”.",
};

const otherTokenAdvice =
  "Most identity providers want it as it is. One that lets you write the whole Authorization header wants it with “Bearer ” in front.";

/** An access token for the sheet that shows it once. */
export function createTokenSheet(client: { readonly name: string; readonly preset: Preset }, token: string): NewSecret {
  return {
    kind: "access token",
    value: token,
    clientName: client.name,
    advice: tokenAdvice[client.preset] ?? otherTokenAdvice,
  };
}

/** A client secret for the sheet that shows it once. */
export function createSecretSheet(client: { readonly name: string }, secret: string): NewSecret {
  return {
    kind: "client secret",
    value: secret,
    clientName: client.name,
    advice: "The identity provider wants it beside the token URL and the client id, which stay on this page.",
  };
}
