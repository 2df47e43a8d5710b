import cluster, { type Worker } from "node:cluster";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProjectRoot } from "@/lib/db/project-root";
import { log } from "@/lib/log";
import { isReport, type Order } from "./process-messages";
import { StartError } from "./start-error";

const firstPauseMs = 100;
const longestPauseMs = 30_000;
/** A process that served for so long and then ended is started again as if it were the first time. */
const steadyMs = 60_000;
/** After so many starts in a row of which none came to serve, the next would not either. */
const mostFailedStarts = 5;

/** What the processes need to serve. */
export type Opened = { readonly databaseUrl: string; readonly connections: number };

export type ServingProcesses = {
  /** Resolves once all of them serve. @throws StartError */
  readonly ready: Promise<{ readonly setupToken: string | undefined }>;
  /** Ends them all once they have done what is under way. */
  readonly stop: () => Promise<void>;
  /** Cuts short what they wait for. */
  readonly hurry: () => void;
};

/**
 * Starts `count` processes that serve, at once; they wait for `opened` before they serve. One that ends is started again, after
 * a pause that grows while it happens again. The first of them also does what one process does for all.
 *
 * @param onHopeless called when starting them again is of no use
 */
export function startServingProcesses(
  count: number,
  opened: Promise<Opened>,
  onHopeless: (error: StartError) => void,
): ServingProcesses {
  const running = new Set<Worker>();
  const loaded = new WeakSet<Worker>();
  let isStopping = false;
  let isFirstStart = true;
  let failedStarts = 0;
  let setupToken: string | undefined;

  cluster.setupPrimary({ exec: path.join(findProjectRoot(), "dist/server.mjs"), args: [] });

  /** Keeps the process of a place running. @param onReady called whenever one has come to serve */
  function keepRunning(place: number, onReady: () => void, onFailure: (error: StartError) => void): void {
    let endsInARow = 0;
    const start = () => {
      const worker = cluster.fork();
      let readyAt: number | undefined;
      let failure: string | undefined;
      running.add(worker);
      // What is sent to one that has just ended goes nowhere; its end is noticed by itself.
      worker.on("error", () => {});
      worker.on("message", (report: unknown) => {
        if (!isReport(report)) return;
        if (report.kind === "loaded") void order(worker, place === 0);
        if (report.kind === "failed") failure = report.reason;
        if (report.kind !== "ready") return;
        readyAt = performance.now();
        failedStarts = 0;
        setupToken ??= report.setupToken;
        onReady();
      });
      worker.once("exit", (status, signal) => {
        running.delete(worker);
        if (isStopping) return;
        if (readyAt === undefined) failedStarts += 1;
        const how = signal === null ? { status } : { signal };
        if (isFirstStart && failure !== undefined) return onFailure(new StartError(failure));
        if (failedStarts >= mostFailedStarts) return onFailure(describeHopelessness(how, failure));
        const wasSteady = readyAt !== undefined && performance.now() - readyAt > steadyMs;
        endsInARow = wasSteady ? 1 : endsInARow + 1;
        const pauseMs = Math.min(firstPauseMs * 2 ** (endsInARow - 1), longestPauseMs);
        log.error("A process of the server ended unexpectedly; another takes its place", {
          process: worker.process.pid,
          ...how,
          reason: failure,
          inMs: pauseMs,
        });
        setTimeout(() => {
          if (!isStopping) start();
        }, pauseMs);
      });
    };
    start();
  }

  async function order(worker: Worker, worksForAll: boolean): Promise<void> {
    loaded.add(worker);
    // Without a database nobody serves: the start is over, and everybody is stopped.
    const needed = await opened.catch(() => undefined);
    if (needed !== undefined) tell(worker, { kind: "serve", ...needed, worksForAll, isFirstStart });
  }

  const served = Array.from(
    { length: count },
    (_, place) =>
      new Promise<void>((resolve, reject) => {
        keepRunning(place, resolve, (error) => {
          reject(error);
          if (!isFirstStart) onHopeless(error);
        });
      }),
  );
  const ready = Promise.all(served).then(() => {
    isFirstStart = false;
    return { setupToken };
  });
  ready.catch(() => {});

  return {
    ready,
    stop: async () => {
      isStopping = true;
      for (const worker of running) {
        // One that is still loading has nothing to finish, and does not listen yet.
        if (loaded.has(worker)) tell(worker, { kind: "stop" });
        else worker.process.kill("SIGKILL");
      }
      while (running.size > 0) await wait(10);
    },
    hurry: () => {
      for (const worker of running) tell(worker, { kind: "hurry" });
    },
  };
}

function tell(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order, undefined, () => {});
}

function describeHopelessness(how: { status?: number; signal?: string }, failure: string | undefined): StartError {
  const end = how.signal === undefined ? `with the status ${how.status}` : `by the signal ${how.signal}`;
  const reason = failure ?? `The last one ended ${end}; what it said stands above, or in the log of the system.`;
  return new StartError(
    `Roster ends: ${mostFailedStarts} times in a row a process of the server ended while it started. ${reason}`,
  );
}
