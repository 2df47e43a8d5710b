import pg from "pg";
import { log } from "@/lib/log";
import type { Database } from "./pool";

export type NotificationListener = {
  /** Whether notifications are being received: while it is false, some may have been missed. */
  isListening(): boolean;
  close(): Promise<void>;
};

const firstRetryMs = 250;
const longestRetryMs = 30_000;

/**
 * Listens on a channel of PostgreSQL with a connection of its own, and connects again whenever it is lost.
 *
 * @param onNotification called with each payload
 * @param onConnectionChange called when listening begins and when it ends
 */
export function listenForNotifications(
  database: Pick<Database, "pool">,
  channel: string,
  onNotification: (payload: string) => void,
  onConnectionChange: () => void,
): NotificationListener {
  let client: pg.Client | undefined;
  let listening = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;

  async function connect(): Promise<void> {
    const connection = new pg.Client({ ...database.pool.options, keepAlive: true });
    client = connection;
    connection.on("error", (error) => lose(connection, error));
    connection.on("end", () => lose(connection));
    connection.on("notification", ({ payload }) => onNotification(payload ?? ""));
    try {
      await connection.connect();
      await connection.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      lose(connection, error);
      return;
    }
    if (client !== connection || closed) return;
    listening = true;
    retryMs = firstRetryMs;
    onConnectionChange();
  }

  function lose(connection: pg.Client, error?: unknown): void {
    if (client !== connection || closed) return;
    client = undefined;
    const wasListening = listening;
    listening = false;
    if (wasListening) onConnectionChange();
    const reason = error instanceof Error ? error.message : undefined;
    log.warn("A connection that listens for notifications was lost; connecting again.", {
      channel,
      reason,
      retryMs,
    });
    connection.end().catch(() => undefined);
    retry = setTimeout(() => void connect(), retryMs);
    retry.unref();
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  const connecting = connect();
  void connecting;

  return {
    isListening: () => listening,
    async close() {
      closed = true;
      listening = false;
      clearTimeout(retry);
      // Ended first: a connection that is still being made need not be waited for.
      await client?.end().catch(() => undefined);
      await connecting;
    },
  };
}
