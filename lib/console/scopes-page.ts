import { type Scope, scopes } from "@/lib/directory/scope";

/** A scope as a form offers it. */
export type ScopeChoice = { readonly scope: Scope; readonly name: string };

const names: Readonly<Record<Scope, string>> = {
  "users:read": "Read people",
  "users:write": "Create and change people, and deactivate them",
  "users:delete": "Delete people",
  "groups:read": "Read groups",
  "groups:write": "Create, change and delete groups",
};

/** What a SCIM client, or one of its tokens, may be allowed. */
export function listScopes(): readonly ScopeChoice[] {
  return scopes.map((scope) => ({ scope, name: names[scope] }));
}
