import { readAccessTokenState } from "@/lib/console/access-tokens";
import type { ListedAccessToken } from "@/lib/db/access-tokens";
import { formatTable, formatTime } from "./format-text";

/** Access tokens as JSON: what they are known by, never the token. */
export function describeTokens(tokens: readonly ListedAccessToken[]) {
  const now = new Date();
  return tokens.map((token) => ({
    id: token.id,
    lastFour: token.lastFour,
    state: readAccessTokenState(token, now),
    scopes: token.scopes,
    /** For what the token endpoint gave it; both null for a token that a person issued. */
    clientSecret: token.clientSecret,
    workloadTrust: token.workloadTrust,
    created: token.created,
    expiresAt: token.expiresAt,
    revokedAt: token.revokedAt,
    lastUsedAt: token.lastUsedAt,
    lastUsedIp: token.lastUsedIp,
    lastUsedAgent: token.lastUsedAgent,
  }));
}

/** Access tokens as a table. */
export function formatTokens(tokens: readonly ListedAccessToken[]): string {
  if (tokens.length === 0) return "It has no access tokens.";
  const now = new Date();
  const rows = tokens.map((token) => [
    `…${token.lastFour}`,
    readAccessTokenState(token, now),
    formatTime(token.created),
    formatTime(token.expiresAt),
    formatOrigin(token),
    token.scopes.join(" "),
    formatLastUse(token),
    token.id,
  ]);
  return formatTable(["TOKEN", "STATE", "MADE", "EXPIRES", "GIVEN FOR", "SCOPES", "LAST USED", "ID"], rows);
}

/** What the token endpoint gave the token for; nothing where a person issued it. */
function formatOrigin({ clientSecret, workloadTrust }: ListedAccessToken): string {
  if (clientSecret !== null) return `secret …${clientSecret.lastFour}`;
  return workloadTrust === null ? "" : `trust in ${workloadTrust.issuer}`;
}

const shownAgentLength = 60;

function formatLastUse({ lastUsedAt, lastUsedIp, lastUsedAgent }: ListedAccessToken): string {
  if (lastUsedAt === null) return "never";
  const agent = lastUsedAgent === null ? "" : ` by ${lastUsedAgent.slice(0, shownAgentLength)}`;
  return `${formatTime(lastUsedAt)} from ${lastUsedIp ?? "an unknown address"}${agent}`;
}
