import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Contestant } from "../contestant";
import { type FlatRequest, type Operation, operations } from "./operations";
import type { Subjects } from "./subjects";

/** An organization with its server. */
export type Side = { readonly server: Contestant; readonly subjects: Subjects };

export type FlatResult = {
  readonly operation: string;
  readonly barred: boolean;
  readonly smallMs: number;
  readonly largeMs: number;
  /** Median of the large organization's times divided by that of the small one's. */
  readonly ratio: number;
};

type Timed = { readonly ms: number; readonly status: number; readonly body: string };

/**
 * Sends the requests of each operation one by one, to one organization and the other by turns, so that whatever else the machine
 * does happens to both.
 */
export async function compare(small: Side, large: Side, rounds: number, only: string): Promise<readonly FlatResult[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sides = [small, large].map((side) => ({ ...side, made: [] as string[], times: [] as number[] }));
  const results: FlatResult[] = [];
  for (const operation of operations.filter(({ name }) => name.includes(only) || name === "create")) {
    for (const side of sides) side.times = [];
    for (let index = 0; index < rounds; index++) {
      // Who is asked first changes, too.
      for (const side of index % 2 === 0 ? sides : sides.toReversed()) {
        const sent = operation.request(side.subjects, index, side.made);
        const answer = await send(agent, side.server, sent);
        checkAnswer(operation, answer);
        if (operation.name === "create") side.made.push(JSON.parse(answer.body).id);
        side.times.push(answer.ms);
      }
    }
    const [smallMs = Number.NaN, largeMs = Number.NaN] = sides.map(({ times }) => findMedian(times));
    const result = { operation: operation.name, barred: operation.barred, smallMs, largeMs, ratio: largeMs / smallMs };
    results.push(result);
    process.stdout.write(`${formatResult(result)}\n`);
  }
  agent.destroy();
  return results;
}

function formatResult({ operation, barred, smallMs, largeMs, ratio }: FlatResult): string {
  const cells = [`${smallMs.toFixed(2)} ms`, `${largeMs.toFixed(2)} ms`, `${ratio.toFixed(2)}x`];
  const mark = ratio <= 1.5 ? "" : barred ? "  above the bar" : "  (no bar)";
  return `${operation.padEnd(42)}${cells.map((cell) => cell.padStart(12)).join("")}${mark}`;
}

function checkAnswer({ name, status, finds }: Operation, answer: Timed): void {
  const found = finds === undefined || finds < 0 ? undefined : JSON.parse(answer.body).totalResults;
  if (answer.status !== status || (finds !== undefined && finds >= 0 && found !== finds)) {
    throw new Error(`${name} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  }
}

function findMedian(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function send(agent: Agent, { baseUrl, token }: Side["server"], { method, path, body }: FlatRequest): Promise<Timed> {
  const written = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/scim+json",
    ...(written === undefined
      ? {}
      : { "content-type": "application/scim+json", "content-length": String(Buffer.byteLength(written)) }),
  };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const onResponse = (response: IncomingMessage): void => {
      const done = (answer: string) =>
        resolve({ ms: performance.now() - startedAt, status: response.statusCode ?? 0, body: answer });
      text(response).then(done, reject);
    };
    const outgoing = request(`${baseUrl}${path}`, { agent, method, headers }, onResponse);
    outgoing.on("error", reject);
    outgoing.end(written);
  });
}
