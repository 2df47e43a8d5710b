import { readAccessTokenState } from "@/lib/console/access-tokens";
import type { AccessToken } from "@/lib/db/access-tokens";
import { formatTable, formatTime } from "./format-text";

/** Access tokens as JSON: what they are known by, never the token. */
export function describeTokens(tokens: readonly AccessToken[]) {
  const now = new Date();
  return tokens.map((token) => ({
    id: token.id,
    lastFour: token.lastFour,
    state: readAccessTokenState(token, now),
    created: token.created,
    expiresAt: token.expiresAt,
    revokedAt: token.revokedAt,
    lastUsedAt: token.lastUsedAt,
    lastUsedIp: token.lastUsedIp,
    lastUsedAgent: token.lastUsedAgent,
  }));
}

/** Access tokens as a table. */
export function formatTokens(tokens: readonly AccessToken[]): string {
  if (tokens.length === 0) return "It has no access tokens.";
  const now = new Date();
  const rows = tokens.map((token) => [
    `…${token.lastFour}`,
    readAccessTokenState(token, now),
    formatTime(token.created),
    formatTime(token.expiresAt),
    token.lastUsedAt === null ? "never" : `${formatTime(token.lastUsedAt)} from ${token.lastUsedIp ?? "unknown"}`,
    token.id,
  ]);
  return formatTable(["TOKEN", "STATE", "MADE", "EXPIRES", "LAST USED", "ID"], rows);
}
