import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { getMember } from "@/lib/scim/json-object";
import { bulkRequestUrn } from "@/lib/scim/urns";
import type { SyncContext } from "./sync-context";
import type { TargetAnswer, TargetClient, TargetRequest } from "./target-client";

/** One operation of a bulk request; `bulkId` is unique within it. */
export type BulkPart = { readonly bulkId: string; readonly request: TargetRequest };

/**
 * What a bulk request came to: an answer for each of its operations that the target told of, as if each had been sent alone.
 * "notOffered": the target takes none after all. "failed": the request as a whole, so that of no operation is known whether it
 * was carried out.
 */
export type BulkSent =
  | { readonly kind: "sent"; readonly answers: ReadonlyMap<string, TargetAnswer> }
  | { readonly kind: "notOffered" }
  | { readonly kind: "failed"; readonly answer: TargetAnswer };

/**
 * Sends operations in one bulk request, or in several where the target takes only so many operations, or bytes, at once.
 * What is too large all the same (413) is cut in two.
 *
 * @see RFC 7644 §3.7
 */
export async function sendBulk(
  context: SyncContext,
  client: TargetClient,
  parts: readonly BulkPart[],
  traceId?: string,
): Promise<BulkSent> {
  const { maxOperations, maxPayloadSize } = context.capabilities().bulk.value;
  const answers = new Map<string, TargetAnswer>();
  const waiting = cutIntoRequests(parts, maxOperations, maxPayloadSize);
  for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
    const body = createBody(chunk);
    const answer = await client.send({
      method: "POST",
      path: "/Bulk",
      body,
      ...(traceId === undefined ? {} : { traceId }),
    });
    if (answer.kind === "answered" && answer.status === 413 && chunk.length > 1) {
      const middle = Math.ceil(chunk.length / 2);
      waiting.unshift(chunk.slice(0, middle), chunk.slice(middle));
      continue;
    }
    if (answer.kind !== "answered" || answer.status < 200 || answer.status >= 300) {
      const isRefused = answer.kind === "answered" && [400, 404, 405, 413, 501].includes(answer.status);
      // What was carried out before stands; the rest was not, or nobody knows.
      if (answers.size > 0) return { kind: "sent", answers };
      return isRefused ? { kind: "notOffered" } : { kind: "failed", answer };
    }
    for (const [bulkId, result] of readResults(chunk, answer)) answers.set(bulkId, result);
  }
  return { kind: "sent", answers };
}

function createBody(parts: readonly BulkPart[]): JsonObject {
  return {
    schemas: [bulkRequestUrn],
    Operations: parts.map(({ bulkId, request }) => ({
      method: request.method,
      path: request.path,
      bulkId,
      ...(request.ifMatch === undefined ? {} : { version: request.ifMatch }),
      ...(request.body === undefined ? {} : { data: request.body }),
    })),
  };
}

function cutIntoRequests(parts: readonly BulkPart[], maxOperations: number, maxPayloadSize: number): BulkPart[][] {
  const encoder = new TextEncoder();
  const requests: BulkPart[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    // The envelope of an operation is small beside its body.
    const partSize =
      encoder.encode(JSON.stringify(part.request.body ?? {})).byteLength + part.request.path.length + 120;
    const current = requests.at(-1);
    if (current === undefined || current.length >= maxOperations || size + partSize > maxPayloadSize) {
      requests.push([part]);
      size = partSize + 100;
    } else {
      current.push(part);
      size += partSize;
    }
  }
  return requests;
}

/** Matches results to operations: by bulkId, else by method and place, else, where all are told of, by their order. */
function readResults(
  parts: readonly BulkPart[],
  answer: Extract<TargetAnswer, { kind: "answered" }>,
): readonly (readonly [string, TargetAnswer])[] {
  const listed = answer.body === undefined ? undefined : getMember(answer.body, "Operations");
  const results = Array.isArray(listed) ? listed.filter(isJsonObject) : [];
  const isComplete = results.length === parts.length;
  return parts.flatMap((part, index) => {
    const byId = results.find((result) => result.bulkId === part.bulkId);
    const byPlace = results.find((result) => result.bulkId === undefined && isAbout(result, part.request));
    const inOrder = isComplete && results.every((result) => result.bulkId === undefined) ? results[index] : undefined;
    const result = byId ?? byPlace ?? inOrder;
    const status = result === undefined ? Number.NaN : readStatus(getMember(result, "status"));
    if (result === undefined || Number.isNaN(status)) return [];
    return [[part.bulkId, createAnswer(part, result, status, answer)] as const];
  });
}

function isAbout(result: JsonObject, { method, path }: TargetRequest): boolean {
  const location = result.location ?? result.path;
  return (
    method !== "POST" &&
    String(result.method).toUpperCase() === method &&
    typeof location === "string" &&
    location.endsWith(path)
  );
}

/** Text in the RFC, a number for some, an object with a code for others. */
function readStatus(status: JsonValue | undefined): number {
  if (status !== undefined && isJsonObject(status)) return readStatus(status.code);
  return typeof status === "number" ? status : Number.parseInt(String(status), 10);
}

function createAnswer(
  { request }: BulkPart,
  result: JsonObject,
  status: number,
  { exchange, showPart }: Extract<TargetAnswer, { kind: "answered" }>,
): TargetAnswer {
  const { location, version, response } = result;
  const body = isJsonObject(response) ? response : undefined;
  const scimType = body === undefined ? undefined : getMember(body, "scimType");
  const shown = showPart?.(request, result);
  return {
    kind: "answered",
    status,
    isScim: true,
    ...(body === undefined ? {} : { body }),
    ...(typeof location === "string" ? { location } : {}),
    ...(typeof version === "string" ? { etag: version } : {}),
    ...(typeof scimType === "string" ? { scimType } : {}),
    ...(shown?.detail === undefined ? {} : { detail: shown.detail }),
    exchange: { ...(shown?.exchange ?? exchange), status },
  };
}
