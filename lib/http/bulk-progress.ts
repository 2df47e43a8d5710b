import type { BulkOperation } from "@/lib/scim/bulk/bulk-operation";
import { replaceReferences } from "@/lib/scim/bulk/references";
import { resolveReferences } from "@/lib/scim/bulk/resolve-references";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { type BulkSuccess, locateOperation, type RunOperation, runBulkOperation } from "./bulk-call";
import type { ScimCall } from "./scim-operations";
import { toScimError } from "./to-scim-error";

/** A Bulk request that is being processed. */
export type BulkProgress = {
  readonly call: ScimCall;
  readonly run: RunOperation;
  readonly operations: readonly BulkOperation[];
  readonly failOnErrors: number;
  /** The ids of what was created so far, by bulkId. */
  readonly ids: Map<string, string>;
  /** The results so far, by the place of their operations in the request. */
  readonly results: Map<number, JsonObject>;
  errorCount: number;
  /** Whether something happened that is no fault of the request, so that trying the rest makes no sense. */
  isBroken: boolean;
};

/** Whether nothing more is to be begun. @see RFC 7644 §3.7 (failOnErrors) */
export function isStopped({ errorCount, failOnErrors, isBroken }: BulkProgress): boolean {
  return isBroken || errorCount >= failOnErrors;
}

/** Does one operation, whose references all come before it, and records what became of it. */
export async function runSingle(progress: BulkProgress, index: number): Promise<void> {
  const { call, run, operations, ids } = progress;
  const operation = operations[index];
  if (operation === undefined) return;
  try {
    if (operation.kind === "refused") throw operation.refusal;
    const success = await runBulkOperation(call, run, resolveReferences(operation, ids, operations));
    if (operation.method === "POST" && operation.bulkId !== undefined) {
      ids.set(operation.bulkId, success.creation.id);
    }
    recordSuccess(progress, index, success);
  } catch (error) {
    recordFailure(progress, index, error);
  }
}

/** @see RFC 7644 §3.7.3 */
export function recordSuccess({ operations, results }: BulkProgress, index: number, success: BulkSuccess): void {
  const { location, version, status } = success;
  results.set(index, {
    location,
    ...describeOperation(operations[index]),
    ...(version === undefined ? {} : { version }),
    status: String(status),
  });
}

/** Records an error as the body that it would be of a response of its own. @see RFC 7644 §3.7.3 */
export function recordFailure(progress: BulkProgress, index: number, error: unknown): void {
  const { call, operations, ids, results } = progress;
  const refusal = toScimError(error, call.directory.id);
  if (!results.has(index)) progress.errorCount += 1;
  if (!(error instanceof ScimError)) progress.isBroken = true;
  results.set(index, {
    ...locateFailure(operations[index], ids, call.directory.baseUrl),
    ...describeOperation(operations[index]),
    status: String(refusal.status),
    response: refusal.toBody(),
  });
}

function describeOperation(operation: BulkOperation | undefined): JsonObject {
  const { method, bulkId } = operation ?? {};
  return { ...(method === undefined ? {} : { method }), ...(bulkId === undefined ? {} : { bulkId }) };
}

/** What a POST did not create has no location. */
function locateFailure(
  operation: BulkOperation | undefined,
  ids: ReadonlyMap<string, string>,
  baseUrl: string,
): JsonObject {
  if (operation?.path === undefined || operation.method === "POST") return {};
  const { path } = operation;
  const resolved = replaceReferences({ method: "DELETE", path }, (bulkId) => ids.get(bulkId));
  return { location: locateOperation(resolved.path, baseUrl) };
}
