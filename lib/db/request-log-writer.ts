import { log } from "@/lib/log";
import type { Database } from "./pool";
import { insertRequests, type RequestLogEntry } from "./request-log-insert";

export type RequestLog = {
  /** Takes a request to be written with the next batch. Never waits and never fails. */
  write(entry: RequestLogEntry): void;
  /** Writes what was taken so far, as far as the database allows. */
  flush(): Promise<void>;
  /** Writes the rest and stops. */
  close(): Promise<void>;
};

export type RequestLogLimits = {
  readonly flushIntervalMs: number;
  readonly retryIntervalMs: number;
  readonly batchRows: number;
  /** What may wait in memory while the database does not answer. */
  readonly waitingRows: number;
  readonly waitingCharacters: number;
};

const defaultLimits: RequestLogLimits = {
  flushIntervalMs: 200,
  retryIntervalMs: 1_000,
  batchRows: 500,
  waitingRows: 20_000,
  waitingCharacters: 32 * 1024 * 1024,
};

/**
 * The writer of the request log: rows are written in batches, off the path of the requests. When the database is away
 * they wait; when too many wait, the bodies of reads go first, then other bodies, then whole rows, and that is reported.
 */
export function createRequestLog(database: Pick<Database, "pool">, limits = defaultLimits): RequestLog {
  const waiting: RequestLogEntry[] = [];
  let waitingCharacters = 0;
  let droppedRows = 0;
  let droppedBodies = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let retrying = false;

  function write(entry: RequestLogEntry): void {
    if (waiting.length >= limits.waitingRows) {
      droppedRows += 1;
      return;
    }
    const kept = hasRoomFor(entry) ? entry : withoutBodies(entry);
    if (kept !== entry) droppedBodies += 1;
    waiting.push(kept);
    waitingCharacters += countCharacters(kept);
    if (!retrying && waiting.length >= limits.batchRows) void flush();
    else schedule(limits.flushIntervalMs);
  }

  function hasRoomFor(entry: RequestLogEntry): boolean {
    const size = countCharacters(entry);
    if (waitingCharacters + size <= limits.waitingCharacters) return true;
    for (const [index, other] of waiting.entries()) {
      if (!isRead(other) || countCharacters(other) === 0) continue;
      waitingCharacters -= countCharacters(other);
      waiting[index] = withoutBodies(other);
      droppedBodies += 1;
    }
    return waitingCharacters + size <= limits.waitingCharacters;
  }

  function schedule(delayMs: number): void {
    if (timer !== undefined || writing !== undefined) return;
    timer = setTimeout(() => void flush(), delayMs);
    timer.unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
      if (waiting.length > 0) schedule(retrying ? limits.retryIntervalMs : limits.flushIntervalMs);
    });
    return writing;
  }

  /** Writes what waits now. What comes meanwhile waits for the next time, so that a busy server writes large batches. */
  async function writeAll(): Promise<void> {
    let due = waiting.length;
    while (due > 0) {
      const batch = waiting.splice(0, Math.min(due, limits.batchRows));
      due -= batch.length;
      const size = batch.reduce((sum, entry) => sum + countCharacters(entry), 0);
      try {
        await insertRequests(database, batch);
        waitingCharacters -= size;
        retrying = false;
      } catch (error) {
        waiting.unshift(...batch);
        retrying = true;
        log.warn("The request log could not be written; trying again.", {
          waiting: waiting.length,
          reason: String(error),
        });
        return;
      }
    }
    reportDrops();
  }

  function reportDrops(): void {
    if (droppedRows === 0 && droppedBodies === 0) return;
    log.warn("The database was too slow for the request log: some of it was dropped.", { droppedRows, droppedBodies });
    droppedRows = 0;
    droppedBodies = 0;
  }

  /** Once for the batch that may be under way, once more for what came after it. */
  async function flushAll(): Promise<void> {
    await flush();
    await flush();
  }

  return {
    write,
    flush: flushAll,
    async close() {
      await flushAll();
      clearTimeout(timer);
      if (waiting.length > 0)
        log.error("Rows of the request log are lost: the database is away.", { rows: waiting.length });
    },
  };
}

function isRead(entry: RequestLogEntry): boolean {
  return entry.method === "GET" || entry.method === "HEAD";
}

function withoutBodies(entry: RequestLogEntry): RequestLogEntry {
  return { ...entry, requestBody: undefined, responseBody: undefined };
}

function countCharacters(entry: RequestLogEntry): number {
  return (entry.requestBody?.length ?? 0) + (entry.responseBody?.length ?? 0);
}
