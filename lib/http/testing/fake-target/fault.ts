import type { IncomingHttpHeaders } from "node:http";
import type { JsonValue } from "@/lib/scim/json";
import type { Answer } from "./answer";
import type { FakeBehaviour } from "./behaviour";

/** What happened to one operation of a Bulk request. */
export type RecordedOperation = {
  readonly method: string;
  /** As sent, references in it not yet resolved. */
  readonly path: string;
  readonly bulkId?: string;
  readonly body: JsonValue | undefined;
  status?: number;
};

/** A request that the target received, and what became of it. */
export type RecordedRequest = {
  readonly method: string;
  /** Below the base URL, with its query as sent; that of the token endpoint is /oauth/token. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Its JSON; the text itself where it is none, undefined where there is none. */
  readonly body: JsonValue | undefined;
  /** Milliseconds since 1970, when it had arrived. */
  readonly at: number;
  /** Absent while it is being answered, and for ever when the line was dropped. */
  status?: number;
  /** The body of the answer. */
  answer?: JsonValue;
  dropped?: "before" | "after" | "midway";
  /** Whether it was given to the target itself, which may have refused it; false where a fault answered instead. */
  carriedOut: boolean;
  operations?: readonly RecordedOperation[];
};

type Incoming = Pick<RecordedRequest, "method" | "path" | "body">;

/** Something that goes wrong, or a lie, for the requests that it is for. Everything in it happens together. */
export type Fault = {
  /** Which requests; absent: all. What is given must all hold. */
  readonly when?: {
    readonly method?: string | readonly string[];
    /** The path without its query: an exact one in which `*` stands for a segment, such as `/Users/*`, or a pattern. */
    readonly path?: string | RegExp;
    readonly matches?: (request: Incoming) => boolean;
    /** True: the operations within Bulk requests. Absent: requests themselves. */
    readonly bulk?: boolean;
  };
  /** For so many of them; absent: until it is taken back. */
  readonly times?: number;
  /** After so many that pass. */
  readonly skip?: number;
  /** Milliseconds before it is carried out, and between that and the answer. Requests only, not operations. */
  readonly delayMs?: number;
  readonly delayAnswerMs?: number;
  /** Called before it is carried out, and after; waited for. Requests only. */
  readonly before?: (request: RecordedRequest) => unknown;
  readonly after?: (request: RecordedRequest) => unknown;
  /** Answered in its place: it is not carried out. */
  readonly instead?: Answer;
  /** Makes another answer of the true one, when it has been carried out. */
  readonly change?: (answer: Answer) => Answer;
  /** Drops the line: before it is carried out, after it, or when half of the answer has been sent. */
  readonly drop?: "before" | "after" | "midway";
  /** Behaviour for it alone. */
  readonly behave?: Partial<FakeBehaviour>;
};

/** The faults that are on. */
export type Script = {
  readonly list: () => readonly Fault[];
  /** @returns takes them back */
  readonly add: (faults: readonly Fault[]) => () => void;
  readonly clear: () => void;
  /** Those for this request, each counted. Of several that answer or drop, the first alone: they wait in a row. */
  readonly take: (request: Incoming, isOperation: boolean) => readonly Fault[];
};

type LiveFault = { readonly fault: Fault; left: number; toSkip: number };

export function createScript(): Script {
  let live: readonly LiveFault[] = [];
  return {
    list: () => live.map(({ fault }) => fault),
    add: (faults) => {
      const added = faults.map((fault) => ({
        fault,
        left: fault.times ?? Number.POSITIVE_INFINITY,
        toSkip: fault.skip ?? 0,
      }));
      live = [...live, ...added];
      return () => {
        live = live.filter((entry) => !added.includes(entry));
      };
    },
    clear: () => {
      live = [];
    },
    take: (request, isOperation) => {
      const taken: Fault[] = [];
      for (const entry of live) {
        if (!isFor(entry.fault, request, isOperation)) continue;
        if (isDecisive(entry.fault) && taken.some(isDecisive)) continue;
        if (entry.toSkip > 0) {
          entry.toSkip -= 1;
          continue;
        }
        entry.left -= 1;
        taken.push(entry.fault);
      }
      live = live.filter(({ left }) => left > 0);
      return taken;
    },
  };
}

/** The behaviour for a request that these faults are for; the later one wins. */
export function mergeBehaviour(behaviour: FakeBehaviour, faults: readonly Fault[]): FakeBehaviour {
  return Object.assign({}, behaviour, ...faults.map(({ behave }) => behave));
}

function isDecisive({ instead, drop }: Fault): boolean {
  return instead !== undefined || drop !== undefined;
}

function isFor({ when = {} }: Fault, request: Incoming, isOperation: boolean): boolean {
  if ((when.bulk ?? false) !== isOperation) return false;
  if (when.method !== undefined && ![when.method].flat().includes(request.method)) return false;
  if (typeof when.path === "string" && !isAt(when.path, request)) return false;
  if (when.path instanceof RegExp && !when.path.test(readPathname(request))) return false;
  return when.matches?.(request) ?? true;
}

/** Whether a request is for a path in which `*` stands for a segment. */
export function isAt(pattern: string, request: Pick<Incoming, "path">): boolean {
  const expected = pattern.split("/");
  const found = readPathname(request).split("/");
  return expected.length === found.length && expected.every((part, index) => part === "*" || part === found[index]);
}

function readPathname({ path }: Pick<Incoming, "path">): string {
  return path.split("?")[0] ?? "";
}
