import type { Precondition } from "@/lib/scim/entity-tag";
import type { Leniency } from "./compatibility/leniency";
import type { DirectoryScope, DirectoryStore } from "./directory-store";
import type { RequestRecord } from "./request-record";
import type { ChangeActor } from "./resource-change";
import type { ScimClient } from "./scim-client";
import type { Scope } from "./scope";
import { isZulip } from "./zulip-preset";

/** Everything that one request to the directory needs to know about who asks and where the answer goes. */
export type DirectoryRequest = {
  readonly id: string;
  readonly store: DirectoryStore;
  /** Whose options hold; for an edit by hand, a stand-in (see hand-client.ts). */
  readonly client: ScimClient;
  /** Who the changes are recorded as being made by: the SCIM client, or the person who edits by hand. */
  readonly actor: ChangeActor;
  /** What the access token may do. */
  readonly scopes: readonly Scope[];
  /** Absolute base of every URL that is returned, ending in /scim/v2. */
  readonly baseUrl: string;
  /** What must hold of the stored version for a write to happen. */
  readonly precondition?: Precondition;
  /** The tolerances applied and other remarks for the request's log row. */
  readonly leniencies: Leniency[];
  /** What it is about and does, for the same row. */
  readonly record: RequestRecord;
};

/** What of the directory this request may see and change. */
export function scopeOf({ client }: DirectoryRequest): DirectoryScope {
  return {
    organizationId: client.organization.id,
    scimClientId: client.id,
    customAttributes: client.customAttributes,
    ...(isZulip(client) ? { displayIsFullName: true } : {}),
  };
}
