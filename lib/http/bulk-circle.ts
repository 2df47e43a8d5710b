import { undoCreation } from "@/lib/directory/undo-creation";
import { readUnlinked } from "@/lib/directory/unlinked-creation";
import type { RunnableOperation } from "@/lib/scim/bulk/bulk-operation";
import type { DeferredReferences } from "@/lib/scim/bulk/defer-references";
import { replaceTexts } from "@/lib/scim/bulk/references";
import { resolveReferences } from "@/lib/scim/bulk/resolve-references";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { quoteText } from "@/lib/scim/quote-text";
import { patchOpUrn } from "@/lib/scim/urns";
import { type BulkSuccess, runBulkOperation } from "./bulk-call";
import { createPlaceholders, type Placeholders } from "./bulk-placeholders";
import { type BulkProgress, isStopped, recordFailure, recordSuccess } from "./bulk-progress";

/** A resource that was created without some of its references. */
type Unlinked = {
  readonly index: number;
  readonly bulkId: string;
  readonly links: DeferredReferences["links"];
  success: BulkSuccess;
};

/**
 * Does creations that refer to each other in a circle: each is created without the references that nothing stands for yet,
 * and linked when all are there. When one of them fails, all do, and what was created is removed again.
 *
 * @param indices the operations' places in the request, in the order in which they are to be created
 * @see RFC 7644 §3.7.1
 */
export async function runCircle(progress: BulkProgress, indices: readonly number[]): Promise<void> {
  const { operations, ids } = progress;
  const created: Unlinked[] = [];
  let current = indices[0] ?? 0;
  try {
    const placeholders = createPlaceholders(indices.map((index) => operations[index]?.bulkId ?? ""));
    for (const index of indices) {
      current = index;
      const unlinked = await createUnlinked(progress, index, placeholders);
      created.push(unlinked);
      ids.set(unlinked.bulkId, unlinked.success.creation.id);
    }
    for (const unlinked of created) {
      current = unlinked.index;
      unlinked.success = await link(progress, unlinked, placeholders);
    }
    for (const { index, success } of created) recordSuccess(progress, index, success);
  } catch (error) {
    for (const { bulkId } of created) ids.delete(bulkId);
    recordFailure(progress, current, error);
    await undoCircle(progress, created, current);
    const untouched = indices.filter((index) => !progress.results.has(index));
    for (const index of untouched)
      if (!isStopped(progress)) recordFailure(progress, index, refuseWith(progress, current));
  }
}

/** Refuses creations of which none can be the first. */
export function refuseKnot(progress: BulkProgress, indices: readonly number[]): void {
  const bulkIds = indices.map((index) => quoteText(progress.operations[index]?.bulkId ?? "")).slice(0, 10);
  const error = new ScimError(
    "conflict",
    `The operations with the bulkIds ${bulkIds.join(", ")} refer to each other in a circle that cannot be resolved, since none can be created without the other. Only a group's members and a person's manager can be added once both are there. Nothing was done.`,
  );
  for (const index of indices) if (!isStopped(progress)) recordFailure(progress, index, error);
}

async function createUnlinked(
  { call, run, operations, ids }: BulkProgress,
  index: number,
  placeholders: Placeholders,
): Promise<Unlinked> {
  const operation = operations[index];
  if (operation?.kind !== "runnable") throw new Error("Only creations are part of a circle.");
  const resolved = resolveReferences(operation, new Map([...placeholders, ...ids]), operations);
  let links: DeferredReferences["links"] = [];
  const success = await runBulkOperation(call, run, resolved, (data, { resourceType = "User" }) => {
    const unlinked = readUnlinked(call.directory, resourceType, data, new Set(placeholders.values()));
    links = unlinked.links;
    return unlinked.data;
  });
  return { index, bulkId: operation.bulkId ?? "", links, success };
}

/** Adds the references that were left out, which moves the version. */
async function link(
  { call, run, ids }: BulkProgress,
  { links, success }: Unlinked,
  placeholders: Placeholders,
): Promise<BulkSuccess> {
  if (links.length === 0) return success;
  const found = new Map([...placeholders].map(([bulkId, placeholder]) => [placeholder, ids.get(bulkId)]));
  const linked = replaceTexts([...links], (text) => found.get(text) ?? text);
  const data: JsonObject = { schemas: [patchOpUrn], Operations: linked };
  const patch: RunnableOperation = { kind: "runnable", method: "PATCH", path: success.location, data };
  const { version } = await runBulkOperation(call, run, patch);
  return { ...success, ...(version === undefined ? {} : { version }) };
}

/** Removes what was created, the last one first, also when one of them cannot be removed. */
async function undoCircle(progress: BulkProgress, created: readonly Unlinked[], failed: number): Promise<void> {
  for (const { index, success } of [...created].reverse()) {
    try {
      await undoCreation(progress.call.directory, success.creation);
      if (index !== failed) recordFailure(progress, index, refuseWith(progress, failed));
    } catch (error) {
      recordFailure(progress, index, error);
    }
  }
}

function refuseWith({ operations }: BulkProgress, failed: number): ScimError {
  const bulkId = quoteText(operations[failed]?.bulkId ?? "");
  return new ScimError(
    "conflict",
    `The operation refers in a circle to the one with the bulkId ${bulkId}, which failed, as its own result says. What had been created was removed again. Correct that operation and send the circle again.`,
  );
}
