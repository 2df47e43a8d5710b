import type { Scope } from "@/lib/directory/scope";
import { ScimError } from "@/lib/scim/errors";

/**
 * Refuses an operation that the access token may not do.
 *
 * @param needed undefined: any valid token will do
 * @param granted what the token may do
 * @throws ScimError forbidden
 * @see RFC 6750 §3.1 (insufficient_scope), RFC 7644 §2
 */
export function checkScope(needed: Scope | undefined, granted: readonly Scope[]): void {
  if (needed !== undefined && !granted.includes(needed)) throw createScopeError(needed, granted);
}

function createScopeError(missing: Scope, granted: readonly Scope[]): ScimError {
  const having = granted.length === 0 ? "it has none" : `it has ${granted.join(", ")}`;
  const detail = `The access token lacks the scope ${missing}, which this operation needs; ${having}. Ask an owner of the organization for a token with this scope: the SCIM client must have it too.`;
  const challenge = `Bearer realm="Roster", error="insufficient_scope", scope="${missing}"`;
  return new ScimError("forbidden", detail, { "WWW-Authenticate": challenge });
}
