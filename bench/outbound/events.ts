import { setTimeout as wait } from "node:timers/promises";
import { listStatements } from "./list-statements";
import { addTarget, openPlace, type Place, roster, startFastTarget } from "./place";
import { saveResult } from "./save-result";
import { addClient, startSourceServer } from "./source-server";
import { type StreamedEvent, streamChanges } from "./stream";
import { startWorkers } from "./workers";

type Settings = {
  readonly seconds: number;
  readonly connections: number;
  /** Worker processes beside the server. */
  readonly workers: number;
  readonly countsStatements: boolean;
};

type Lag = { readonly medianMs: number; readonly p95Ms: number; readonly mostMs: number };

const sampleQueueEveryMs = 500;
/** A queue that is not empty by then never will be. */
const mostDrainingMs = 600_000;

/**
 * The fastest stream of changes through the front door, with one target attached: how long after it was answered a change is at
 * the target, whether the queue grows meanwhile, and how long it takes to empty afterwards. With Bulk, and with single requests.
 */
export async function measureEvents(settings: Settings): Promise<void> {
  const results: object[] = [];
  for (const bulk of ["yes", "no"]) results.push({ bulk, ...(await measureCase(settings, bulk)) });
  await saveResult("outbound-events", { settings, results });
}

async function measureCase(settings: Settings, bulk: string): Promise<object> {
  const { seconds, connections } = settings;
  const place = await openPlace({ countsStatements: settings.countsStatements });
  const server = await startSourceServer(place);
  const target = await startFastTarget();
  const crew = await startWorkers(settings.workers, place.environment);
  let queue: ReturnType<typeof sampleQueue> | undefined;
  try {
    const client = { baseUrl: server.baseUrl, token: await addClient(place, "source") };
    const warming = await streamChanges(client, { name: "warming", connections, seconds: 3 });
    const alone = await streamChanges(client, { name: "alone", connections, seconds });
    process.stdout.write(
      `bulk=${bulk}: ${(alone.events.length / alone.seconds).toFixed(0)} changes/s without a target\n`,
    );
    await addTarget(place, "fast", { baseUrl: target.baseUrl, token: "none", options: [`bulk=${bulk}`] });
    await roster(place.environment, ["target", "resume", "fast", "-r", "source"]);
    // Who was there before is provisioned first.
    await roster(place.environment, ["target", "sync", "fast", "-r", "source", "--wait"]);
    await empty(place);
    await fetchArrivals(target.baseUrl);
    if (settings.countsStatements) await listStatements(place.database);

    queue = sampleQueue(place);
    const streamed = await streamChanges(client, { name: "event", connections, seconds });
    const left = await countJobs(place);
    const before = performance.now();
    await empty(place);
    const secondsToEmpty = (performance.now() - before) / 1_000;
    await queue.stop();
    if (settings.countsStatements) process.stdout.write(await listStatements(place.database, 25));

    const lag = measureLag(streamed.events, await fetchArrivals(target.baseUrl));
    const rate = streamed.events.length / streamed.seconds;
    const rateAlone = alone.events.length / alone.seconds;
    process.stdout.write(
      `bulk=${bulk}: ${rate.toFixed(0)} changes/s (${rateAlone.toFixed(0)} without a target), lag median ${lag.medianMs} ms, ` +
        `95% ${lag.p95Ms} ms, most ${lag.mostMs} ms; ${left} queued at the end, empty ${secondsToEmpty.toFixed(1)} s later; ` +
        `queue ${queue.samples.join(" ")}\n`,
    );
    return { warming: warming.events.length, rate, rateAlone, lag, left, secondsToEmpty, queue: queue.samples };
  } finally {
    await queue?.stop();
    await crew.stop();
    await server.stop();
    await target.stop();
    await place.close();
  }
}

type Arrival = readonly [userName: string, title: string, at: number];

async function fetchArrivals(baseUrl: string): Promise<readonly Arrival[]> {
  const answer: readonly Arrival[] = JSON.parse(await (await fetch(`${baseUrl}/arrivals`)).text());
  return answer;
}

/** A change has come when it, or a later one of the same person, has. */
function measureLag(events: readonly StreamedEvent[], arrivals: readonly Arrival[]): Lag {
  const ofPerson = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const known = ofPerson.get(arrival[0]);
    if (known === undefined) ofPerson.set(arrival[0], [arrival]);
    else known.push(arrival);
  }
  const lags = events.map(({ userName, number, at }) => {
    const came = ofPerson.get(userName)?.find(([, title]) => Number(title) >= number);
    if (came === undefined) throw new Error(`Change ${number} of ${userName} never came.`);
    return came[2] - at;
  });
  lags.sort((a, b) => a - b);
  const pick = (share: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? 0;
  return { medianMs: pick(0.5), p95Ms: pick(0.95), mostMs: pick(1) };
}

async function countJobs({ database }: Place): Promise<number> {
  const { rows } = await database.query<{ count: number }>("SELECT count(*)::int AS count FROM sync_jobs");
  return rows[0]?.count ?? 0;
}

async function empty(place: Place): Promise<void> {
  const until = performance.now() + mostDrainingMs;
  while ((await countJobs(place)) > 0) {
    if (performance.now() > until) throw new Error("The queue does not become empty.");
    await wait(50);
  }
}

function sampleQueue(place: Place): { readonly samples: number[]; readonly stop: () => Promise<void> } {
  const samples: number[] = [];
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      samples.push(await countJobs(place));
      await wait(sampleQueueEveryMs);
    }
  })();
  return {
    samples,
    stop: async () => {
      isOver = true;
      await sampling;
    },
  };
}
