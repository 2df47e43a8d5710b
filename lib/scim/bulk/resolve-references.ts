import { ScimError } from "../errors";
import { quoteText } from "../quote-text";
import type { BulkOperation, RunnableOperation } from "./bulk-operation";
import { listReferences, replaceReferences } from "./references";

/**
 * The operation with the ids of the created resources in the place of its references.
 *
 * @param ids the ids of what was created so far, by bulkId
 * @param operations all of the request
 * @throws ScimError conflict when something that it refers to is not there
 * @see RFC 7644 §3.7.2
 */
export function resolveReferences(
  operation: RunnableOperation,
  ids: ReadonlyMap<string, string>,
  operations: readonly BulkOperation[],
): RunnableOperation {
  const references = [...listReferences(operation)];
  if (references.length === 0) return operation;
  const missing = references.find((bulkId) => !ids.has(bulkId));
  if (missing !== undefined) throw refuseMissing(missing, operations);
  return replaceReferences(operation, (bulkId) => ids.get(bulkId));
}

function refuseMissing(bulkId: string, operations: readonly BulkOperation[]): ScimError {
  const reference = `The operation refers to ${quoteText(`bulkId:${bulkId}`)}`;
  const target = operations.find((candidate) => candidate.bulkId === bulkId);
  if (target === undefined) {
    return new ScimError(
      "conflict",
      `${reference}, and no operation of this request has this bulkId. Nothing was done. Send the POST with this bulkId in the same request, or the resource's id in the place of the reference.`,
    );
  }
  if (target.method !== "POST") {
    return new ScimError(
      "conflict",
      `${reference}, and the operation with this bulkId is no POST. Nothing was done. Only what a POST of the same request creates can be referred to; send the resource's id instead.`,
    );
  }
  return new ScimError(
    "conflict",
    `${reference}, and the operation with this bulkId failed, as its own result says. Nothing was done. Correct that operation and send both again.`,
  );
}
