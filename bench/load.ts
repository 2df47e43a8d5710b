// The load generator, a process of its own: reads one order on standard input, runs one phase, prints one result.
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { createPhaseRequest, findMistake, type Phase, type PhaseRequest } from "./phases";

export type LoadOrder = {
  readonly baseUrl: string;
  readonly token: string;
  readonly phase: Phase;
  readonly requests: number;
  readonly connections: number;
  readonly ids: readonly string[];
};

export type LoadResult = {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly slowest1PercentMs: number;
  /** Ids that were made, by person; only for the create phase. */
  readonly ids: readonly string[];
};

const order: LoadOrder = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await runPhase(order)));

async function runPhase({ baseUrl, token, phase, requests, connections, ids }: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${token}`, accept: "application/scim+json" };
  const durationsMs: number[] = [];
  const madeIds: string[] = [];
  let next = 0;

  const work = async (): Promise<void> => {
    while (next < requests) {
      const index = next++;
      const startedAt = performance.now();
      const { status, body } = await send(agent, baseUrl, headers, createPhaseRequest(phase, index, ids));
      durationsMs.push(performance.now() - startedAt);
      const mistake = findMistake(phase, status, body);
      if (mistake !== undefined) throw new Error(mistake);
      if (phase === "create") madeIds[index] = JSON.parse(body).id;
    }
  };

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  durationsMs.sort((a, b) => a - b);
  return {
    requestsPerSecond: requests / seconds,
    medianMs: durationsMs[Math.floor(requests * 0.5)] ?? 0,
    slowest1PercentMs: durationsMs[Math.floor(requests * 0.99)] ?? 0,
    ids: madeIds,
  };
}

function send(
  agent: Agent,
  baseUrl: string,
  headers: Record<string, string>,
  { method, path, body }: PhaseRequest,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const onResponse = (response: IncomingMessage): void => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    };
    const withBody =
      body === undefined
        ? headers
        : { ...headers, "content-type": "application/scim+json", "content-length": String(Buffer.byteLength(body)) };
    const outgoing = request(`${baseUrl}${path}`, { agent, method, headers: withBody }, onResponse);
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
