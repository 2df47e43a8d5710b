import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/lib/db/pool";

/** How many failures are allowed in how long a time. */
export type AttemptLimit = { readonly name: string; readonly failures: number; readonly seconds: number };

/** One count that an attempt goes into: a limit, and whom it counts for. */
export type AttemptCount = { readonly limit: AttemptLimit; readonly key: string };

/** What came of an attempt: the value, or the seconds to wait, at least 1, before there may be another. */
export type Attempt<Value> =
  | { readonly kind: "right"; readonly value: Value }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly seconds: number };

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>();

/**
 * Lets somebody try a secret, unless there have been too many failures. The counts are in the database, so every process
 * counts the same. An attempt is counted before it is made and taken back when it was right: of many at once no more get
 * through than of many in a row.
 *
 * @param counts the first one that is full refuses; the attempt then counts for none
 * @param attempt undefined when the secret was wrong
 */
export async function tryWithin<Value>(
  database: Database,
  counts: readonly AttemptCount[],
  attempt: () => Promise<Value | undefined>,
): Promise<Attempt<Value>> {
  const taken: AttemptCount[] = [];
  const giveBack = () => Promise.all(taken.map(({ limit, key }) => findLimiter(database, limit).reward(hashKey(key))));
  for (const count of counts) {
    const seconds = await consume(database, count);
    if (seconds !== undefined) {
      await giveBack();
      return { kind: "wait", seconds };
    }
    taken.push(count);
  }
  const value = await attempt();
  if (value === undefined) return { kind: "wrong" };
  await giveBack();
  return { kind: "right", value };
}

/** Forgets the failures of one count. */
export async function clearFailures(database: Database, { limit, key }: AttemptCount): Promise<void> {
  await findLimiter(database, limit).delete(hashKey(key));
}

/** Remembers that something happened, for as long as the limit says. */
export async function remember(database: Database, { limit, key }: AttemptCount): Promise<void> {
  await findLimiter(database, limit).set(hashKey(key), 1, limit.seconds);
}

/** Whether something happened that is still remembered. */
export async function isRemembered(database: Database, { limit, key }: AttemptCount): Promise<boolean> {
  return (await findLimiter(database, limit).get(hashKey(key))) !== null;
}

/** The seconds to wait when the count is full. */
async function consume(database: Database, { limit, key }: AttemptCount): Promise<number | undefined> {
  try {
    await findLimiter(database, limit).consume(hashKey(key));
    return undefined;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

function findLimiter(database: Database, { name, failures, seconds }: AttemptLimit): RateLimiterPostgres {
  const known = limiters.get(database) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(database, known);
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: database.pool,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      keyPrefix: name,
      points: failures,
      duration: seconds,
    });
  known.set(name, limiter);
  return limiter;
}

/** What people type may be long, or a password in the wrong field: the table holds only its hash. */
function hashKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("base64url");
}
