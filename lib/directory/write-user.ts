import type { JsonObject } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import type { Leniency } from "./compatibility/leniency";
import { decideUser } from "./decide-user";
import { describeUserUpdate } from "./describe-effect";
import { type DirectoryRequest, scopeOf } from "./directory-request";
import type { PersonSecret, StoredUser, WriteOutcome } from "./directory-store";
import { noteUserOptions } from "./note-user-options";
import { recordChange } from "./record-change";
import type { RoleWrites } from "./role-policy";
import { createWritableUser } from "./user-resource";

/**
 * Writes a validated resource over the stored one; a write that changes nothing leaves version and lastModified, also where
 * a password came with it, which is handed over alone.
 *
 * @param leniencies what had to be tolerated so far, noted on the request if the write counts
 */
export async function writeUser(
  request: DirectoryRequest,
  current: StoredUser,
  resource: JsonObject,
  writes: RoleWrites,
  { leniencies = [], secret = {} }: { readonly leniencies?: Leniency[]; readonly secret?: PersonSecret } = {},
): Promise<WriteOutcome<StoredUser>> {
  const before = createWritableUser(request.client, current.id, current);
  noteUserOptions(request, resource, { state: current, resource: before }, writes);
  const next = decideUser(request.client, resource, { state: current, resource: before }, writes, leniencies);
  const after = createWritableUser(request.client, current.id, next);
  const isUnchanged = jsonEquals(before, after) && next.fullName === current.fullName;
  const recorded = recordChange(request, before, after);
  if (isUnchanged && secret.password !== undefined) {
    await request.store.handOverPassword(scopeOf(request), current.id, secret.password, recorded.requestId);
  }
  const result: WriteOutcome<StoredUser> = isUnchanged
    ? { outcome: "written", stored: current }
    : await request.store.updateUser(scopeOf(request), current, next, recorded, secret);
  // Only of the attempt that counts: a stale one is made again.
  if (result.outcome !== "stale") request.leniencies.push(...leniencies);
  if (result.outcome === "written" && !isUnchanged) {
    request.record.effects.push(describeUserUpdate(current, next, recorded));
  }
  return result;
}
