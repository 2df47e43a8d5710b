import { log } from "@/lib/log";
import type { Database } from "./pool";

/** One use of an access token. */
export type TokenUse = {
  readonly tokenId: string;
  readonly at: Date;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
};

export type TokenUsage = {
  /** Notes a use, to be written with the next batch. */
  record(use: TokenUse): void;
  /** Writes what was noted. Never fails: what cannot be written is tried again with the next batch. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const updateTokens = `
  UPDATE access_tokens AS t
  SET last_used_at = u.at, last_used_ip = u.ip, last_used_agent = u.agent
  FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS u(id, at, ip, agent)
  WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at < u.at)`;

/**
 * Keeps when, from where and by what each access token was last used. Only the last use of each token is kept, and
 * written once a second: a request never waits for it, and who exchanges a token sees the new one come into use.
 */
export function createTokenUsage(database: Pick<Database, "pool">, flushIntervalMs = 1_000): TokenUsage {
  let latest = new Map<string, TokenUse>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  function schedule(): void {
    if (timer !== undefined) return;
    timer = setTimeout(() => void flush(), flushIntervalMs);
    timer.unref();
  }

  async function write(): Promise<void> {
    const batch = latest;
    latest = new Map();
    if (batch.size === 0) return;
    // In the order of their ids, so that two servers never wait for each other.
    const uses = [...batch.values()].sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
    try {
      await database.pool.query(updateTokens, [
        uses.map((use) => use.tokenId),
        uses.map((use) => use.at),
        uses.map((use) => use.remoteAddress ?? null),
        uses.map((use) => use.userAgent ?? null),
      ]);
    } catch (error) {
      log.warn("The last use of access tokens could not be written; trying again.", { reason: String(error) });
      latest = new Map([...batch, ...latest]);
      schedule();
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing = flushing.then(write);
    return flushing;
  }

  return {
    record(use) {
      latest.set(use.tokenId, use);
      schedule();
    },
    flush,
    async close() {
      await flush();
      clearTimeout(timer);
    },
  };
}
