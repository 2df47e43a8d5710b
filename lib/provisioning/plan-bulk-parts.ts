import { createCreationRequest } from "./perform-create";
import { createDeactivation, createDeletionRequest } from "./perform-deprovision";
import { createMemberValue } from "./perform-members";
import { createCreation, createUpdate, type Work } from "./perform-operation";
import { createFirstRequest } from "./perform-update";
import type { BulkPart } from "./send-bulk";
import type { SyncContext } from "./sync-context";
import type { TargetRequest } from "./target-client";

/** An operation of a bulk request, with the work it is the first request of. */
export type BulkWork = BulkPart & {
  readonly work: Work;
  /** The people of the same request whom a new group names as members: by bulkId, which of our resources. */
  readonly references: ReadonlyMap<string, string>;
};

/**
 * Which of this work can go into bulk requests: what is one request each, and of which nothing has to be found out first. New
 * groups name new people of the same request by their bulkId.
 *
 * @see RFC 7644 §3.7.2
 */
export async function planBulkParts(context: SyncContext, works: readonly Work[]): Promise<readonly BulkWork[]> {
  const newPeople = new Set(
    works.flatMap(({ subject, operation }) =>
      subject.resourceType === "User" && operation.kind === "create" && !operation.isUncertain
        ? [subject.job.resourceId]
        : [],
    ),
  );
  const parts: BulkWork[] = [];
  for (const work of works) {
    const references = new Map(
      (work.members?.waiting ?? []).filter((id) => newPeople.has(id)).map((id) => [createBulkId("User", id), id]),
    );
    const request = await createRequest(context, work, references);
    if (request === undefined) continue;
    const { resourceType, job } = work.subject;
    parts.push({ bulkId: createBulkId(resourceType, job.resourceId), request, work, references });
  }
  // Whom others name comes first.
  return parts.toSorted((a, b) => Number(isGroup(a)) - Number(isGroup(b)));
}

function createBulkId(resourceType: "User" | "Group", resourceId: string): string {
  return `${resourceType === "User" ? "u" : "g"}-${resourceId}`;
}

function isGroup({ work }: BulkWork): boolean {
  return work.subject.resourceType === "Group";
}

function differsInMembers({ members }: Work): boolean {
  return members !== undefined && members.add.length + members.remove.length > 0;
}

async function createRequest(
  context: SyncContext,
  work: Work,
  references: ReadonlyMap<string, string>,
): Promise<TargetRequest | undefined> {
  const { operation, subject } = work;
  const { link } = subject;
  switch (operation.kind) {
    case "create": {
      if (operation.isUncertain) return undefined;
      const creation = createCreation(context, work);
      const promised = [...references.keys()].map((bulkId) =>
        createMemberValue(context, { remoteId: `bulkId:${bulkId}`, type: "User" }),
      );
      return createCreationRequest({ ...creation, members: [...(creation.members ?? []), ...promised] });
    }
    // Members of a group that is there are sent in batches of their own.
    case "update":
      return operation.changesAttributes && !differsInMembers(work)
        ? await createFirstRequest(context, createUpdate(context, work))
        : undefined;
    case "deactivate":
      return link?.remoteId === undefined
        ? undefined
        : await createFirstRequest(context, createDeactivation({ ...link, remoteId: link.remoteId }));
    case "delete":
      return createDeletionRequest(context, subject.resourceType, {
        remoteId: operation.remoteId,
        ...(link?.etag === undefined ? {} : { etag: link.etag }),
      });
    default:
      return undefined;
  }
}
