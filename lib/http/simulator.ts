import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import type { Sequence, SequenceStep } from "@/lib/walkthroughs/sequences/sequence";
import type { OutgoingFetch } from "./outgoing-fetch";
import { OutgoingFetchError } from "./outgoing-fetch-error";

/** What became of one request of a sequence. */
export type PlayedStep = {
  readonly number: number;
  readonly title: string;
  readonly method: string;
  /** As it was sent. */
  readonly path: string;
  /** "failed": answered otherwise than the identity provider takes as success, or not at all. "skipped": left out, and why. */
  readonly outcome: "done" | "failed" | "skipped";
  readonly status?: number;
  /** Why it failed or was left out. */
  readonly detail?: string;
  /** The id of the row in the request log. */
  readonly requestId?: string;
  /** What it made. */
  readonly created?: { readonly resourceType: "User" | "Group"; readonly id: string };
};

export type PlayOptions = {
  /** Where SCIM is answered, without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: OutgoingFetch;
  /** Between two requests, so that people can follow. */
  readonly pauseMs: number;
};

const timeoutMs = 15_000;
const maxBytes = 4 * 1024 * 1024;
const placeholder = /\{\{([a-z-]+)\}\}/g;

/**
 * Plays what an identity provider sends, request by request over HTTP. A step that needs what an earlier one did not give is
 * left out, as an identity provider would; when nothing answers, the rest is left out too.
 */
export async function* playSequence(sequence: Sequence, options: PlayOptions): AsyncGenerator<PlayedStep> {
  const kept = new Map<string, string>();
  let unreachable: string | undefined;
  for (const [index, step] of sequence.steps.entries()) {
    if (step.unlessKept !== undefined && kept.has(step.unlessKept)) continue;
    const about = { number: index + 1, title: step.title, method: step.method, path: step.path };
    const missing = listPlaceholders(step).find((name) => name !== "random" && !kept.has(name));
    if (unreachable !== undefined || missing !== undefined) {
      const detail = unreachable ?? "Left out: what it is about was not made.";
      yield { ...about, outcome: "skipped", detail };
      continue;
    }
    const played = await playStep(sequence, step, kept, options).catch((error: unknown) => {
      if (!(error instanceof OutgoingFetchError)) throw error;
      unreachable = "Left out: Roster could not be reached.";
      return { outcome: "failed" as const, detail: error.message };
    });
    yield { ...about, ...played };
    await wait(options.pauseMs);
  }
}

async function playStep(
  { headers, contentType }: Sequence,
  step: SequenceStep,
  kept: Map<string, string>,
  { baseUrl, token, fetch }: PlayOptions,
): Promise<Omit<PlayedStep, "number" | "title" | "method">> {
  const random = randomUUID();
  const fill = (text: string) => text.replace(placeholder, (_, name: string) => kept.get(name) ?? random);
  const path = fill(step.path);
  const answer = await fetch({
    url: `${baseUrl}${path}`,
    method: step.method,
    headers: {
      ...headers,
      authorization: `Bearer ${token}`,
      ...(step.body === undefined ? {} : { "content-type": contentType }),
    },
    ...(step.body === undefined ? {} : { body: JSON.stringify(fillAll(step.body, fill)) }),
    timeoutMs,
    maxBytes,
  });
  const body = readJson(answer.body);
  const id = readId(body);
  const isExpected = step.expects.includes(answer.status);
  if (step.keepsId !== undefined && id !== undefined && answer.status < 300) kept.set(step.keepsId, id);
  const requestId = answer.headers.get("x-request-id");
  const isCreated = step.method === "POST" && answer.status === 201 && id !== undefined;
  return {
    path,
    outcome: isExpected ? "done" : "failed",
    status: answer.status,
    ...(isExpected ? {} : { detail: typeof body.detail === "string" ? body.detail : `Answered ${answer.status}.` }),
    ...(requestId === null ? {} : { requestId }),
    ...(isCreated ? { created: { resourceType: path.startsWith("/Groups") ? "Group" : "User", id } } : {}),
  };
}

function listPlaceholders({ path, body }: SequenceStep): readonly string[] {
  return Array.from(`${path} ${JSON.stringify(body ?? {})}`.matchAll(placeholder), ([, name = ""]) => name);
}

function fillAll(value: JsonValue, fill: (text: string) => string): JsonValue {
  if (typeof value === "string") return fill(value);
  if (Array.isArray(value)) return value.map((element) => fillAll(element, fill));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillAll(member, fill)]));
}

function readJson(text: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The id of the resource, or of the first one in a list. */
function readId(body: JsonObject): string | undefined {
  if (typeof body.id === "string") return body.id;
  const [first] = Array.isArray(body.Resources) ? body.Resources : [];
  return isJsonObject(first) && typeof first.id === "string" ? first.id : undefined;
}
