import { describeBulkLimits } from "@/lib/scim/bulk/bulk-limits";
import { parseBulkRequest } from "@/lib/scim/bulk/parse-bulk-request";
import { planBulk } from "@/lib/scim/bulk/plan-bulk";
import { ScimError } from "@/lib/scim/errors";
import type { JsonValue } from "@/lib/scim/json";
import { bulkResponseUrn } from "@/lib/scim/urns";
import type { RunOperation } from "./bulk-call";
import { refuseKnot, runCircle } from "./bulk-circle";
import { createListNeeded } from "./bulk-placeholders";
import { type BulkProgress, isStopped, runSingle } from "./bulk-progress";
import type { ScimCall, ScimResult } from "./scim-operations";

/**
 * Processes a Bulk request: each operation is done or refused as a whole and by itself, in the order of the request, but
 * what is referred to before what refers to it. The results stand in the order of the request.
 *
 * @param run runs one operation as a request of its own
 * @throws ScimError when the request as a whole is refused; then nothing was done
 * @see RFC 7644 §3.7
 */
export async function answerBulk(call: ScimCall, run: RunOperation): Promise<ScimResult> {
  const { operations, failOnErrors = Number.POSITIVE_INFINITY } = parseBulkRequest(await readBulkBody(call));
  const progress: BulkProgress = {
    call,
    run,
    operations,
    failOnErrors,
    ids: new Map(),
    results: new Map(),
    errorCount: 0,
    isBroken: false,
  };
  for (const step of planBulk(operations, createListNeeded(call))) {
    if (isStopped(progress)) break;
    if (step.kind === "single") await runSingle(progress, step.index);
    else if (step.kind === "circle") await runCircle(progress, step.indices);
    else refuseKnot(progress, step.indices);
  }
  noteRefusals(progress);
  const results = operations.map((_, index) => progress.results.get(index)).filter((result) => result !== undefined);
  return { status: 200, body: { schemas: [bulkResponseUrn], Operations: results } };
}

async function readBulkBody({ readBody }: ScimCall): Promise<JsonValue> {
  try {
    return await readBody();
  } catch (error) {
    if (!(error instanceof ScimError) || error.kind !== "payloadTooLarge") throw error;
    throw new ScimError("payloadTooLarge", `The body is too large. ${describeBulkLimits()}`);
  }
}

/** The row of the request log says 200, whatever became of the operations. */
function noteRefusals({ call, operations, results, errorCount }: BulkProgress): void {
  if (errorCount === 0) return;
  const skipped = operations.length - results.size;
  const rest = skipped === 0 ? "" : `, and ${skipped} were not processed any more`;
  const detail = `${errorCount} of ${operations.length} operations were refused${rest}; the response says why`;
  call.directory.leniencies.unshift({ name: "bulkRefusals", detail });
}
