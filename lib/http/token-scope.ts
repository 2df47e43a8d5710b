import { everyScope, isScope, type Scope } from "@/lib/directory/scope";
import { OauthError, quoteSent } from "./oauth-error";

/** What a token is given: the names that are stored with it, and what the client is told. */
export type GivenScope = { readonly stored: readonly string[]; readonly told: string };

/** How clients of Microsoft's ask for all that they have: the resource, and this. */
const entraDefault = "/.default";

/**
 * Reads which scopes a token is asked for. None, `scim` or `.../.default` ask for all that the client has, also for what it
 * is given later.
 *
 * @throws OauthError invalid_scope that names what is unknown or not the client's
 * @see RFC 6749 §3.3
 */
export function readScope(text: string | undefined, clientScopes: readonly Scope[]): GivenScope {
  const names = [...new Set((text ?? "").split(" ").filter((name) => name !== ""))];
  const scopes = names.filter((name) => name !== everyScope && !name.endsWith(entraDefault));
  const unknown = scopes.filter((name) => !isScope(name));
  const held = clientScopes.join(" ");
  if (unknown.length > 0) {
    throw new OauthError(
      "invalid_scope",
      `There is no scope ${unknown.map(quoteSent).join(", ")}. This client may ask for ${everyScope}, which is all of: ${held}.`,
    );
  }
  const missing = scopes.filter((name) => !clientScopes.some((scope) => scope === name));
  if (missing.length > 0) {
    throw new OauthError(
      "invalid_scope",
      `The SCIM client does not have the scope ${missing.join(", ")}. It has: ${held}. An owner of the organization can give it more.`,
    );
  }
  if (scopes.length < names.length || names.length === 0) {
    return { stored: [everyScope], told: names.includes(everyScope) ? `${everyScope} ${held}`.trim() : held };
  }
  const given = clientScopes.filter((scope) => scopes.includes(scope));
  return { stored: given, told: given.join(" ") };
}
