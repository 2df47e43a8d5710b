/** What an access token may do, in the order in which they are shown. */
export const scopes = ["users:read", "users:write", "users:delete", "groups:read", "groups:write"] as const;

export type Scope = (typeof scopes)[number];

/** The word for "all that the SCIM client has", as OAuth clients ask for it. */
export const everyScope = "scim";

/** Whether `text` is the name of one scope. */
export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}

/**
 * What a token may do: the scopes it was given, as far as its SCIM client has them.
 *
 * @param tokenScopes names of scopes, or `scim` for all of the client's
 */
export function grantedScopes(clientScopes: readonly Scope[], tokenScopes: readonly string[]): readonly Scope[] {
  return tokenScopes.includes(everyScope) ? clientScopes : clientScopes.filter((scope) => tokenScopes.includes(scope));
}
