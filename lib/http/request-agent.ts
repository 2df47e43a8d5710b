import type { RequestAgent } from "@/lib/explain/logged-exchange";

const patterns: readonly (readonly [RegExp, RequestAgent])[] = [
  [/^roster[ -]simulator/i, "simulator"],
  [/okta/i, "okta"],
  [/azure|microsoft|entra|\bmsgraph|\baad/i, "entra"],
  [/authentik/i, "authentik"],
  [/keycloak/i, "keycloak"],
  [/onelogin/i, "onelogin"],
  [/jumpcloud/i, "jumpcloud"],
  [/google/i, "google"],
  [/ping(?:one|federate|identity)/i, "pingone"],
  [/rippling/i, "rippling"],
  [/^curl\//i, "curl"],
];

/** Presets that are named like the identity provider which they are for. */
const silentAgents: ReadonlySet<string> = new Set(["entra", "onelogin", "jumpcloud", "google", "pingone", "keycloak"]);

function isSilentAgent(preset: string): preset is RequestAgent {
  return silentAgents.has(preset);
}

/**
 * Who seems to call. Some identity providers send no User-Agent, Entra among them: then it is who the SCIM client was made for.
 */
export function readRequestAgent(userAgent: string | undefined, preset: string | undefined): RequestAgent {
  if (userAgent === undefined || userAgent.trim() === "") {
    return preset !== undefined && isSilentAgent(preset) ? preset : "unknown";
  }
  return patterns.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "unknown";
}
