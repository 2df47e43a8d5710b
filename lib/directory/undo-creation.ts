import { ScimError } from "@/lib/scim/errors";
import { type DirectoryRequest, scopeOf } from "./directory-request";
import type { StoredUser, WriteOutcome } from "./directory-store";
import { createWritableGroup } from "./group-resource";
import { recordChange } from "./record-change";
import { createClientResourceTypes } from "./resource-types";
import { retryStale } from "./retry-stale";
import { createWritableUser } from "./user-resource";

/** What a creation did, as far as it takes to undo it. */
export type Creation = {
  readonly resourceType: "User" | "Group";
  readonly id: string;
  /** The person as they were, where the creation adopted one who was there already. */
  readonly replaced?: StoredUser;
};

/**
 * Takes back what a creation of the same request did: removes the resource, whatever the client's options and scopes say of
 * deletions, or gives an adopted person back what they had. It is no fault when somebody else has removed it meanwhile.
 *
 * @throws ScimError conflict when the person has become the organization's last active owner
 */
export async function undoCreation(request: DirectoryRequest, creation: Creation): Promise<void> {
  if (creation.resourceType === "Group") {
    await undoGroup(request, creation.id);
    forgetEffects(request, creation);
    return;
  }
  const result = await retryStale(() => undoUser(request, creation));
  if (result.outcome === "written") {
    forgetEffects(request, creation);
    return;
  }
  throw new ScimError(
    "conflict",
    `Another operation on which this one depends failed, but the person with the id ${creation.id} is an owner by now whom the organization cannot do without, so that they stay. Correct them by a request of its own.`,
  );
}

/** What was taken back is nothing that the request did. */
function forgetEffects({ record }: DirectoryRequest, { id }: Creation): void {
  const others = record.effects.filter(({ resourceId }) => resourceId !== id);
  record.effects.splice(0, record.effects.length, ...others);
}

async function undoUser(request: DirectoryRequest, { id, replaced }: Creation): Promise<WriteOutcome<unknown>> {
  const { client, store } = request;
  const scope = scopeOf(request);
  const current = await store.findUser(scope, id, { groups: false });
  if (current === undefined) return { outcome: "written", stored: undefined };
  const before = createWritableUser(client, id, current);
  if (replaced === undefined) return store.deleteUser(scope, current, recordChange(request, before, {}));
  const after = createWritableUser(client, id, replaced);
  return store.updateUser(scope, current, replaced, recordChange(request, before, after));
}

async function undoGroup(request: DirectoryRequest, id: string): Promise<void> {
  const { client, store } = request;
  const type = createClientResourceTypes(client).group;
  await retryStale(async (): Promise<WriteOutcome<undefined>> => {
    const current = await store.findGroup(scopeOf(request), id, { members: false });
    if (current === undefined) return { outcome: "written", stored: undefined };
    const change = recordChange(request, createWritableGroup(type, id, current), {});
    return store.deleteGroup(scopeOf(request), current, change, { onlyIfCurrent: false });
  });
}
