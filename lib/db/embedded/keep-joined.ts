import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { log } from "@/lib/log";
import type { JoinedServer } from "./join-server";

/** `release` ends the watch and gives the session that is then open, if any. */
export type Membership = {
  socketDirectory: string;
  started: boolean;
  release: () => Promise<pg.Client | undefined>;
};

const retryPauseMs = 1000;

/** Joins, and joins again, which starts the server again, whenever the session is lost before it is released. */
export async function keepJoined(join: () => Promise<JoinedServer>): Promise<Membership> {
  const first = await join();
  const released = new AbortController();
  let current: pg.Client | undefined;
  let rejoining: Promise<void> | undefined;

  const keep = (client: pg.Client): void => {
    current = client;
    client.once("end", () => {
      current = undefined;
      if (!released.signal.aborted) rejoining = rejoin();
    });
  };
  const rejoin = async (): Promise<void> => {
    log.warn("The embedded PostgreSQL ended unexpectedly and is started again");
    while (current === undefined && !released.signal.aborted) {
      try {
        keep((await join()).client);
      } catch (error) {
        log.error("The embedded PostgreSQL could not be started again; it is tried once more", {
          reason: String(error),
        });
        await sleep(retryPauseMs, undefined, { signal: released.signal }).catch(() => {});
      }
    }
  };

  keep(first.client);
  return {
    socketDirectory: first.socketDirectory,
    started: first.started,
    release: async () => {
      released.abort();
      await rejoining;
      return current;
    },
  };
}
