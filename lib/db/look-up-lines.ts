import pg from "pg";
import { log } from "@/lib/log";

/** Where statements that read single rows by their keys are sent. */
export type LookUps = {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
};

/** Connections of look-ups that one process has beside its pool. */
export const lookUpConnections = 2;

type Line = { client: pg.Client | undefined; connecting: Promise<pg.Client> | undefined; waiting: number };

/**
 * Connections on which statements follow each other without waiting for the answers of those before (pipelining): both sides
 * then read and write several at a time, which for look-ups costs a third less than a connection each. Only for statements that
 * never take long, since what follows waits for them; each is a transaction of its own, and one that fails fails alone.
 *
 * @see https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
 */
export function openLookUpLines(settings: pg.PoolConfig): LookUps & { close: () => Promise<void> } {
  const lines: readonly Line[] = Array.from({ length: lookUpConnections }, () => ({
    client: undefined,
    connecting: undefined,
    waiting: 0,
  }));

  async function connect(line: Line): Promise<pg.Client> {
    const client = new pg.Client({ ...settings, pipeline: true });
    const forget = () => {
      if (line.client === client) line.client = undefined;
    };
    client.on("end", forget);
    client.on("error", (error) => {
      forget();
      log.warn("A connection to the database was lost", { reason: error.message });
    });
    await client.connect();
    await settings.onConnect?.(client);
    // A plan is kept until the table is analysed: one that reads a table whole, made while it was small, would do so when it has grown.
    await client.query("SET enable_seqscan = off");
    line.client = client;
    return client;
  }

  /** Those who come while it is being made wait for the same connection. */
  function connectOnce(line: Line): Promise<pg.Client> {
    line.connecting ??= connect(line).finally(() => {
      line.connecting = undefined;
    });
    return line.connecting;
  }

  return {
    async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig) {
      const line = lines.reduce((best, other) => (other.waiting < best.waiting ? other : best));
      line.waiting += 1;
      try {
        const client = line.client ?? (await connectOnce(line));
        return await client.query<Row>(query);
      } finally {
        line.waiting -= 1;
      }
    },
    async close() {
      await Promise.all(
        lines.map(async (line) => {
          const client = line.client ?? (await line.connecting?.catch(() => undefined));
          await client?.end();
        }),
      );
    },
  };
}
