import type { Answer } from "../load/read-answer";
import type { Exchange } from "../load/send-all";
import type { PhaseRequest } from "../load/write-request";

/** What the generator knows of one server's directory. */
export type Directory = {
  /** The ids of the people who stay, by the number that their attributes are made of. */
  readonly people: string[];
  /** The ids of those whom the create phase made and the delete phase removes. */
  passing: string[];
  /** The number of the next person to be made. */
  nextPerson: number;
  /** The group that is read, once it is there. */
  readGroup: string | undefined;
};

export type PhaseContext = {
  readonly directory: Directory;
  /** Different for each measurement, so that what is written is new. */
  readonly pass: number;
  readonly connections: number;
  /** How many requests the phase is to send. */
  readonly requests: number;
  /** Sends requests off the clock, several at a time. */
  readonly send: (requests: readonly PhaseRequest[]) => Promise<Answer[]>;
};

/** One run of a phase. */
export type PhaseRun = {
  readonly requests: readonly PhaseRequest[];
  /** Says what is wrong with the answer to the request at `index`. */
  readonly findMistake: (answer: Answer, index: number) => string | undefined;
  /** Looks, off the clock, whether what was written is there, and tidies up. Returns what is wrong. */
  readonly finish?: (exchanges: readonly Exchange[]) => Promise<string | undefined>;
};

/** What a request costs roughly, which decides how many are sent. */
export type PhaseWeight = "read" | "write" | "page" | "bulk";

export type Phase = {
  readonly name: string;
  readonly weight: PhaseWeight;
  readonly begin: (context: PhaseContext) => PhaseRun | Promise<PhaseRun>;
};

export type JsonRecord = Readonly<Record<string, unknown>>;

/** @throws Error when the body is no JSON object */
export function readBody({ body }: Answer): JsonRecord {
  const value: unknown = JSON.parse(body.toString());
  if (!isRecord(value)) throw new Error("The body is no object.");
  return value;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The start of an answer, for a message. */
export function quoteAnswer({ status, body }: Answer): string {
  return `${status} ${body.toString("utf8", 0, 200).replaceAll(/\s+/g, " ")}`;
}

/** The id in the answer to a creation. @throws Error when nothing was made */
export function readCreatedId(answer: Answer): string {
  if (answer.status !== 201) throw new Error(`answered ${quoteAnswer(answer)}`);
  const { id } = readBody(answer);
  if (typeof id !== "string") throw new Error(`made something without an id: ${quoteAnswer(answer)}`);
  return id;
}
