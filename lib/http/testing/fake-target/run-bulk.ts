import { listReferences, replaceReferences } from "@/lib/scim/bulk/references";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { bulkRequestUrn, bulkResponseUrn } from "@/lib/scim/urns";
import { type Answer, scimError } from "./answer";
import type { FakeBehaviour } from "./behaviour";
import { type Fault, mergeBehaviour, type RecordedOperation, type Script } from "./fault";
import { findEndpoint, type RemoteState, type Setting } from "./operation";
import { perform, splitPath } from "./perform";
import { locate, versionOf } from "./show-resource";

/** What an operation of Bulk was given. */
type Sent = {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: JsonValue;
};

type Run = {
  readonly state: RemoteState;
  readonly behaviour: FakeBehaviour;
  readonly script: Script;
  /** What each bulkId became; undefined where its operation failed. */
  readonly ids: Map<string, string | undefined>;
  readonly recorded: RecordedOperation[];
};

/** The answer to a Bulk request; `drop` where a fault of one of its operations cuts the line, the others left undone. */
export type BulkOutcome = {
  readonly answer: Answer;
  readonly operations: readonly RecordedOperation[];
  readonly drop: boolean;
};

/**
 * Carries out the operations in their order, except that one waits until those it refers to are done. What refers to an
 * operation that failed, that is not there, or in a circle, is a 409.
 *
 * @param size of the body, in bytes
 * @see RFC 7644 §3.7
 */
export function runBulk(setting: Setting, script: Script, body: JsonValue | undefined, size: number): BulkOutcome {
  const { bulk } = setting.behaviour;
  const refuse = (answer: Answer): BulkOutcome => ({ answer, operations: [], drop: false });
  if (bulk === false) return refuse(scimError(404, undefined, "Bulk is not supported here."));
  if (size > bulk.maxPayloadSize) {
    return refuse(scimError(413, undefined, `The body has ${size} bytes; ${bulk.maxPayloadSize} is the most.`));
  }
  const operations = readOperations(body);
  if (typeof operations === "string") return refuse(scimError(400, "invalidSyntax", operations));
  if (operations.length > bulk.maxOperations) {
    return refuse(scimError(413, undefined, `${operations.length} operations; ${bulk.maxOperations} is the most.`));
  }
  return runAll(setting, script, operations, isJsonObject(body) ? body.failOnErrors : undefined);
}

function runAll(
  { state, behaviour }: Setting,
  script: Script,
  operations: readonly Sent[],
  failOnErrors: JsonValue | undefined,
): BulkOutcome {
  const run: Run = { state, behaviour, script, ids: new Map(), recorded: [] };
  const results = new Map<Sent, JsonObject>();
  const limit = typeof failOnErrors === "number" ? failOnErrors : Number.POSITIVE_INFINITY;
  let errors = 0;
  let left = [...operations];
  while (left.length > 0 && errors < limit) {
    const next = left.find((operation) => isReady(run, operation, left)) ?? left[0];
    if (next === undefined) break;
    left = left.filter((operation) => operation !== next);
    const { answer, drop } = runOperation(run, next);
    if (drop) return { answer, operations: run.recorded, drop };
    if (answer.status >= 400) errors += 1;
    results.set(next, createResult(run, next, answer));
  }
  const told = operations.flatMap((operation) => results.get(operation) ?? []);
  const kept = told.filter((_, index) => index !== behaviour.bulkResultsLack);
  const ordered = behaviour.bulkResultsOrder === "reversed" ? kept.toReversed() : kept;
  const body = { schemas: [bulkResponseUrn], Operations: ordered };
  return { answer: { status: 200, body }, operations: run.recorded, drop: false };
}

function isReady({ behaviour, ids }: Run, operation: Sent, left: readonly Sent[]): boolean {
  if (!behaviour.bulkReferences) return true;
  return [...listReferences(withData(operation))].every(
    (bulkId) => ids.has(bulkId) || !left.some((other) => other.bulkId === bulkId),
  );
}

function runOperation(run: Run, operation: Sent): { readonly answer: Answer; readonly drop: boolean } {
  const { method, path, bulkId, data } = operation;
  const recorded: RecordedOperation = { method, path, ...(bulkId === undefined ? {} : { bulkId }), body: data };
  run.recorded.push(recorded);
  const faults = run.script.take({ method, path, body: data }, true);
  const drop = faults.find((fault) => fault.drop !== undefined)?.drop;
  if (drop === "before") return { answer: { status: 200 }, drop: true };
  const answer = faults.reduce<Answer>(
    (current, { change }) => change?.(current) ?? current,
    faults.find(({ instead }) => instead !== undefined)?.instead ?? carryOut(run, operation, faults),
  );
  recorded.status = answer.status;
  return { answer, drop: drop !== undefined };
}

function carryOut(run: Run, operation: Sent, faults: readonly Fault[]): Answer {
  const behaviour = mergeBehaviour(run.behaviour, faults);
  const setting: Setting = { state: run.state, behaviour };
  const whole = withData(operation);
  const references = behaviour.bulkReferences ? [...listReferences(whole)] : [];
  const unresolved = references.find((bulkId) => run.ids.get(bulkId) === undefined);
  if (unresolved !== undefined) return scimError(409, undefined, `Nothing was made for bulkId ${unresolved}.`);
  const { method, data } = behaviour.bulkReferences ? replaceReferences(whole, (bulkId) => run.ids.get(bulkId)) : whole;
  const segments = splitPath(operation.path)?.map((segment) => resolveSegment(run.ids, segment) ?? segment);
  if (segments === undefined) return scimError(400, "invalidPath", `${operation.path} is no path.`);
  const answer = perform(setting, {
    method,
    segments,
    query: new URLSearchParams(),
    body: data,
    ifMatch: operation.version,
    ifNoneMatch: undefined,
  });
  if (method === "POST" && operation.bulkId !== undefined) {
    const made = answer.status < 300 ? findEndpoint(setting, segments[0])?.resources.latest() : undefined;
    run.ids.set(operation.bulkId, made);
  }
  return answer;
}

/** @see RFC 7644 §3.7.3 */
function createResult({ state, behaviour, ids }: Run, operation: Sent, answer: Answer): JsonObject {
  const { method, path, bulkId } = operation;
  const segments = splitPath(path) ?? [];
  const setting = { state, behaviour };
  const endpoint = findEndpoint(setting, segments[0]);
  const id = method === "POST" ? ids.get(bulkId ?? "") : resolveSegment(ids, segments[1]);
  const location = endpoint === undefined || id === undefined ? undefined : locate(setting, endpoint, id);
  const version = id === undefined ? undefined : versionOf(endpoint?.resources.all.get(id));
  const showsResponse = answer.status >= 400 || behaviour.bulkResultsHoldResponse;
  return {
    method,
    ...(bulkId !== undefined && behaviour.bulkResultsNameBulkId ? { bulkId } : {}),
    ...(location === undefined ? {} : { location }),
    ...(version === undefined || behaviour.etag === false || answer.status >= 400 ? {} : { version }),
    status: String(answer.status),
    ...(showsResponse && answer.body !== undefined ? { response: answer.body } : {}),
  };
}

function resolveSegment(ids: Run["ids"], segment: string | undefined): string | undefined {
  return segment?.startsWith("bulkId:") ? ids.get(segment.slice("bulkId:".length)) : segment;
}

/** The operations, or what is wrong with the request. */
function readOperations(body: JsonValue | undefined): readonly Sent[] | string {
  if (!isJsonObject(body) || !Array.isArray(body.schemas) || !body.schemas.includes(bulkRequestUrn)) {
    return `The schemas of a Bulk request must hold ${bulkRequestUrn}.`;
  }
  if (!Array.isArray(body.Operations)) return "A Bulk request needs Operations.";
  const operations = body.Operations.map(readOperation);
  const problem = operations.find((operation) => typeof operation === "string");
  if (typeof problem === "string") return problem;
  const sent = operations.filter((operation) => typeof operation !== "string");
  const bulkIds = sent.flatMap(({ bulkId }) => bulkId ?? []);
  return new Set(bulkIds).size < bulkIds.length ? "A bulkId is there twice." : sent;
}

function readOperation(operation: JsonValue): Sent | string {
  if (!isJsonObject(operation)) return "An operation is no object.";
  const { method, path, bulkId, version, data } = operation;
  if (method !== "POST" && method !== "PUT" && method !== "PATCH" && method !== "DELETE") return `No method ${method}.`;
  if (typeof path !== "string" || !path.startsWith("/")) return "An operation has no path.";
  if (method === "POST" && typeof bulkId !== "string") return "A POST has no bulkId.";
  if (method !== "DELETE" && !isJsonObject(data)) return `A ${method} has no data.`;
  return {
    method,
    path,
    ...(typeof bulkId === "string" ? { bulkId } : {}),
    ...(typeof version === "string" ? { version } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

/** As the functions that look for references take it. */
function withData({ method, path, data }: Sent) {
  return { method, path, ...(data === undefined ? {} : { data }) };
}
