import type { RedactionLevel } from "@/lib/directory/redaction-level";
import { isScope, type Scope } from "@/lib/directory/scope";
import type { Queries } from "./transaction";
import { isUuid } from "./uuid";

/** A SCIM client as far as it is an OAuth client, which gets access tokens from the token endpoint. */
export type OauthClient = {
  /** Its client_id. */
  readonly id: string;
  readonly name: string;
  readonly state: "active" | "paused";
  /** What any token of it may do at most. */
  readonly scopes: readonly Scope[];
  readonly allowedAddresses: readonly string[];
  readonly tokenLifetimeMinutes: number;
  readonly preset: string;
  readonly organization: { readonly id: string; readonly subdomain: string; readonly redaction: RedactionLevel };
};

/** @param id what a stranger says is the client's id; upper case is fine */
export async function findOauthClient(db: Queries, id: string): Promise<OauthClient | undefined> {
  const uuid = id.toLowerCase();
  if (!isUuid(uuid)) return undefined;
  const client = await db.scimClient.findUnique({
    where: { id: uuid },
    select: {
      id: true,
      name: true,
      preset: true,
      state: true,
      scopes: true,
      allowedAddresses: true,
      tokenLifetimeMinutes: true,
      organization: { select: { id: true, subdomain: true, redaction: true } },
    },
  });
  return client === null ? undefined : { ...client, scopes: client.scopes.filter(isScope) };
}
