import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { JsonValue } from "@/lib/scim/json";
import { scimMediaType } from "@/lib/scim/urns";
import { type Answer, htmlNotFound, scimError, tryLater } from "./answer";
import type { FakeBehaviour } from "./behaviour";
import type { Credentials } from "./credentials";
import { type Fault, mergeBehaviour, type RecordedRequest, type Script } from "./fault";
import type { RemoteState, Setting } from "./operation";
import { answerUnrouted, perform, splitPath } from "./perform";
import { runBulk } from "./run-bulk";

/** What requests are answered with. */
export type Serving = {
  readonly state: RemoteState;
  readonly behaviour: () => FakeBehaviour;
  readonly credentials: Credentials;
  readonly script: Script;
  readonly requests: RecordedRequest[];
  /** Ends what waits, when the target closes. */
  readonly closing: AbortSignal;
};

export const basePath = "/scim/v2";
const tokenPath = "/oauth/token";

type Received = { readonly url: string; readonly text: string; readonly recorded: RecordedRequest };

/** Answers one request, and records it when it has arrived whole. */
export async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(request);
  const url = request.url ?? "/";
  const recorded: RecordedRequest = {
    method: request.method ?? "GET",
    path: url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url,
    headers: request.headers,
    body: parseBody(text),
    at: Date.now(),
    carriedOut: false,
  };
  serving.requests.push(recorded);
  const faults = serving.script.take(recorded, false);
  for (const { before } of faults) await before?.(recorded);
  await waitFor(faults, "delayMs", serving.closing);
  const drop = faults.find((fault) => fault.drop !== undefined)?.drop;
  if (drop === "before") return cutLine(recorded, response, drop);

  const instead = faults.find((fault) => fault.instead !== undefined)?.instead;
  const done =
    instead === undefined ? carryOut(serving, { url, text, recorded }, faults) : { answer: instead, drop: false };
  recorded.carriedOut = instead === undefined;
  for (const { after } of faults) await after?.(recorded);
  await waitFor(faults, "delayAnswerMs", serving.closing);
  if (drop === "after" || done.drop) return cutLine(recorded, response, "after");

  const answer = faults.reduce((current, { change }) => change?.(current) ?? current, done.answer);
  if (drop === "midway") return sendHalf(recorded, response, answer);
  recorded.status = answer.status;
  if (answer.body !== undefined) recorded.answer = answer.body;
  const body = formatBody(answer);
  response.writeHead(answer.status, createHeaders(answer, body));
  response.end(body);
}

function carryOut(serving: Serving, received: Received, faults: readonly Fault[]): { answer: Answer; drop: boolean } {
  const { state, credentials, script } = serving;
  const { url, text, recorded } = received;
  const behaviour = mergeBehaviour(serving.behaviour(), faults);
  const setting: Setting = { state, behaviour };
  if (url === tokenPath && recorded.method === "POST") {
    return { answer: credentials.issueToken(recorded.headers, text, behaviour), drop: false };
  }
  if (!url.startsWith(`${basePath}/`)) return { answer: htmlNotFound(), drop: false };
  if (isTooMuch(serving, recorded, behaviour)) return { answer: tryLater(1), drop: false };
  const refusal = credentials.refuse(recorded.headers, behaviour) ?? refuseBody(recorded, text);
  if (refusal !== undefined) return { answer: refusal, drop: false };
  const [pathname = "", query] = recorded.path.split("?");
  if (pathname === "/Bulk" && recorded.method === "POST") {
    const outcome = runBulk(setting, script, recorded.body, Buffer.byteLength(text));
    recorded.operations = outcome.operations;
    return outcome;
  }
  const segments = splitPath(pathname);
  if (segments === undefined) return { answer: answerUnrouted(setting), drop: false };
  const { "if-match": ifMatch, "if-none-match": ifNoneMatch } = recorded.headers;
  const { method, body } = recorded;
  const operation = { method, segments, query: new URLSearchParams(query), body, ifMatch, ifNoneMatch };
  return { answer: perform(setting, operation), drop: false };
}

/** Whether more requests than may be came within the last second. */
function isTooMuch({ requests }: Serving, { at }: RecordedRequest, { requestsPerSecond }: FakeBehaviour): boolean {
  if (requestsPerSecond === undefined) return false;
  let count = 0;
  for (let index = requests.length - 1; index >= 0; index -= 1) {
    const request = requests[index];
    if (request === undefined || request.at <= at - 1_000) break;
    // Those that were refused for this reason do not count: whoever waits as told gets through.
    if (request.status !== 429) count += 1;
  }
  return count > requestsPerSecond;
}

/** A body that is not JSON, or is not said to be. @see RFC 7644 §3.1 */
function refuseBody({ headers, body }: RecordedRequest, text: string): Answer | undefined {
  if (text === "") return undefined;
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== scimMediaType && type !== "application/json") {
    return scimError(415, undefined, `The Content-Type is ${type}, not ${scimMediaType}.`);
  }
  return typeof body === "string" ? scimError(400, "invalidSyntax", "The body is no JSON object.") : undefined;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function parseBody(text: string): JsonValue | undefined {
  if (text === "") return undefined;
  try {
    const body: JsonValue = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}

async function waitFor(
  faults: readonly Fault[],
  name: "delayMs" | "delayAnswerMs",
  signal: AbortSignal,
): Promise<void> {
  const milliseconds = faults.reduce((sum, fault) => sum + (fault[name] ?? 0), 0);
  if (milliseconds > 0) await wait(milliseconds, undefined, { signal });
}

function cutLine(recorded: RecordedRequest, response: ServerResponse, dropped: "before" | "after"): void {
  recorded.dropped = dropped;
  response.destroy();
}

/** Half of the body under the length of all of it: a client that takes it for the whole has not looked. */
function sendHalf(recorded: RecordedRequest, response: ServerResponse, answer: Answer): void {
  recorded.dropped = "midway";
  const body = formatBody(answer) ?? "";
  response.writeHead(answer.status, { ...createHeaders(answer, body), "content-length": Buffer.byteLength(body) + 1 });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

function formatBody({ body }: Answer): string | undefined {
  return body === undefined || typeof body === "string" ? body : JSON.stringify(body);
}

function createHeaders({ body, headers }: Answer, text: string | undefined): Record<string, string> {
  return {
    ...(body === undefined ? {} : { "content-type": typeof body === "string" ? "text/html" : scimMediaType }),
    ...(text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) }),
    ...headers,
  };
}
