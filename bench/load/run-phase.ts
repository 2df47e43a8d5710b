import { countRequests, getPhase } from "../phases/all-phases";
import { createPerson } from "../phases/person";
import { type Directory, type PhaseRun, quoteAnswer, readCreatedId } from "../phases/phase";
import { openConnection } from "./connection";
import { readProcessorMs } from "./processor-time";
import type { Answer } from "./read-answer";
import { type Exchange, sendAll } from "./send-all";
import { createRequestWriter, type PhaseRequest } from "./write-request";

export type Server = {
  readonly baseUrl: string;
  readonly token: string;
  /** The process whose processor time is counted, its children included. */
  readonly pid: number;
};

export type PhaseOrder = {
  readonly server: Server;
  readonly phase: string;
  readonly pass: number;
  readonly connections: number;
  readonly scale: number;
};

export type PhaseResult = {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly slowest1PercentMs: number;
  /** Processor time of the generator while the clock ran, as a share of one core. */
  readonly generatorLoad: number;
  /** Processor time of the server's processes per request, that of PostgreSQL aside; absent where the system does not tell. */
  readonly serverMsPerRequest?: number;
  /** What was found out afterwards: the answers were right, but what they say has not all come to pass. */
  readonly problem?: string;
};

/** No more requests are begun after this time, so that a slow server does not take all of it. */
const phaseLimitMs = 4_000;
const connectionsOffTheClock = 16;

/** Fills a server with people, who stay. @throws Error when it refuses */
export async function seedDirectory(server: Server, people: number): Promise<Directory> {
  const requests = Array.from({ length: people }, (_, person) => createPersonRequest(person));
  const answers = await sendOffTheClock(server, requests);
  return { people: answers.map(readCreatedId), passing: [], nextPerson: people, readGroup: undefined };
}

/** Runs a phase once. @throws Error saying why the phase cannot be measured */
export async function runPhase(order: PhaseOrder, directory: Directory): Promise<PhaseResult> {
  const { server, pass, connections } = order;
  const phase = getPhase(order.phase);
  const requests = countRequests(phase, connections, order.scale);
  const send = (batch: readonly PhaseRequest[]) => sendOffTheClock(server, batch);
  const run = await phase.begin({ directory, pass, connections, requests, send });
  const result = await measure(order, directory, run);
  const problem = await run.finish?.(result.exchanges);
  return { ...result.figures, ...(problem === undefined ? {} : { problem }) };
}

async function measure({ server, connections }: PhaseOrder, directory: Directory, run: PhaseRun) {
  const write = createRequestWriter(server.baseUrl, server.token);
  const open = await openConnections(server, connections);
  try {
    // Pools of the server that have gone to sleep wake up off the clock.
    const warming = Array.from({ length: 2 * connections }, (_, index) =>
      write({ method: "GET", path: `/Users/${directory.people[index % directory.people.length]}` }),
    );
    await sendAll(open, warming, Number.POSITIVE_INFINITY);
    const requests = run.requests.map(write);
    const serverBefore = readProcessorMs(server.pid);
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    const exchanges = await sendAll(open, requests, phaseLimitMs);
    const durationMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpuBefore);
    const serverAfter = readProcessorMs(server.pid);
    checkAnswers(run, exchanges);
    const figures = createFigures(exchanges, durationMs, (user + system) / 1000 / durationMs);
    if (serverBefore === undefined || serverAfter === undefined) return { exchanges, figures };
    const serverMsPerRequest = (serverAfter - serverBefore) / exchanges.length;
    return { exchanges, figures: { ...figures, serverMsPerRequest } };
  } finally {
    for (const connection of open) connection.close();
  }
}

function checkAnswers(run: PhaseRun, exchanges: readonly Exchange[]): void {
  if (exchanges.length === 0) throw new Error("nothing could be sent");
  for (const { answer, index } of exchanges) {
    const mistake = findMistake(run, answer, index);
    if (mistake !== undefined) throw new Error(mistake);
  }
}

function findMistake(run: PhaseRun, answer: Answer, index: number): string | undefined {
  try {
    return run.findMistake(answer, index);
  } catch {
    return quoteAnswer(answer);
  }
}

function createFigures(exchanges: readonly Exchange[], durationMs: number, generatorLoad: number): PhaseResult {
  const durations = exchanges.map((exchange) => exchange.durationMs).sort((a, b) => a - b);
  return {
    requests: exchanges.length,
    requestsPerSecond: (exchanges.length / durationMs) * 1000,
    medianMs: durations[Math.floor(durations.length * 0.5)] ?? 0,
    slowest1PercentMs: durations[Math.floor(durations.length * 0.99)] ?? 0,
    generatorLoad,
  };
}

async function sendOffTheClock(server: Server, requests: readonly PhaseRequest[]): Promise<Answer[]> {
  const open = await openConnections(server, Math.min(connectionsOffTheClock, requests.length));
  try {
    const write = createRequestWriter(server.baseUrl, server.token);
    const exchanges = await sendAll(open, requests.map(write), Number.POSITIVE_INFINITY);
    return exchanges.sort((a, b) => a.index - b.index).map(({ answer }) => answer);
  } finally {
    for (const connection of open) connection.close();
  }
}

function openConnections({ baseUrl }: Server, count: number) {
  const port = Number(new URL(baseUrl).port);
  return Promise.all(Array.from({ length: count }, () => openConnection(port)));
}

function createPersonRequest(person: number): PhaseRequest {
  return { method: "POST", path: "/Users", body: createPerson(person) };
}
