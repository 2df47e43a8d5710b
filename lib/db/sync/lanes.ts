import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError, type Pool, type PoolClient } from "pg";
import { LaneLostError } from "@/lib/provisioning/lane-lost-error";
import type { Lane } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";

/** Of two workers that go for the same lane one gets another one in its next round. */
const claimRounds = 3;

/**
 * That nobody who is alive holds a job or task: an SQL condition.
 *
 * @param alias of a row with the columns target_id and claim
 */
export function isFree(alias: string): string {
  // Not as a join: jobs are read in their order, and only as many as are wanted.
  return `(${alias}.claim IS NULL OR NOT EXISTS (SELECT 1 FROM sync_lanes held
      WHERE held.target_id = ${alias}.target_id AND held.claim = ${alias}.claim AND held.claimed_until > now()))`;
}

/** Takes a lane of the target for `leaseMs`, if one is free. Nobody waits for anybody. */
export async function claimLane(pool: Pool, targetId: string, leaseMs: number): Promise<Lane | undefined> {
  const claim = randomUUID();
  for (let round = 0; round < claimRounds; round += 1) {
    const { rows } = await pool.query<{ lane: number | null; full: boolean }>({
      name: "claim-lane",
      text: `
        WITH free AS (
          SELECT n AS lane FROM targets t CROSS JOIN LATERAL generate_series(0, t.concurrency - 1) n
          WHERE t.id = $1 AND NOT EXISTS (
            SELECT 1 FROM sync_lanes l WHERE l.target_id = $1 AND l.lane = n AND l.claimed_until > now())
          ORDER BY n
        ), taken AS (
          INSERT INTO sync_lanes (target_id, lane, claim, claimed_until)
          SELECT $1, lane, $2, now() + $3 * interval '1 millisecond' FROM free LIMIT 1
          ON CONFLICT (target_id, lane) DO UPDATE SET claim = EXCLUDED.claim, claimed_until = EXCLUDED.claimed_until
            WHERE sync_lanes.claimed_until <= now()
          RETURNING lane
        )
        SELECT (SELECT lane FROM taken) AS lane, NOT EXISTS (SELECT 1 FROM free) AS full`,
      values: [targetId, claim, leaseMs],
    });
    const row = rows[0];
    if (row?.lane !== null && row !== undefined) return { targetId, lane: row.lane, claim };
    if (row?.full === true) return undefined;
  }
  return undefined;
}

/** Prolongs the claim to `leaseMs` from now. @returns false when it has ended before */
export async function keepLane(pool: Pool, { targetId, lane, claim }: Lane, leaseMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE sync_lanes SET claimed_until = now() + $4 * interval '1 millisecond'
     WHERE target_id = $1 AND lane = $2 AND claim = $3 AND claimed_until > now()`,
    [targetId, lane, claim, leaseMs],
  );
  return rowCount === 1;
}

/** Gives the lane back. What its claim held is free by that alone. */
export async function releaseLane(pool: Pool, { targetId, lane, claim }: Lane): Promise<void> {
  await pool.query("DELETE FROM sync_lanes WHERE target_id = $1 AND lane = $2 AND claim = $3", [targetId, lane, claim]);
}

/**
 * Active targets that are not blocked, and those that a person paused while a plan is made of them: with due jobs or tasks that nobody is at and a lane that nobody holds. */
export async function listTargetsWithWork(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "list-targets-with-work",
    text: `
      SELECT t.id FROM targets t CROSS JOIN LATERAL (
        SELECT LEAST(
          (SELECT j.run_at FROM sync_jobs j WHERE t.state = 'active' AND j.target_id = t.id AND NOT j.held AND j.run_at <= now() AND ${isFree("j")}
           ORDER BY j.run_at LIMIT 1),
          (SELECT k.run_at FROM sync_tasks k JOIN sync_runs r ON r.id = k.run_id AND r.state = 'running'
           WHERE k.target_id = t.id AND (t.state = 'active' OR r.kind = 'plan') AND k.run_at <= now() AND ${isFree("k")} ORDER BY k.run_at LIMIT 1)
        ) AS since
      ) due
      WHERE (t.state = 'active' OR t.pause ->> 'reason' = 'person') AND (t.blocked_until IS NULL OR t.blocked_until <= now()) AND due.since IS NOT NULL
        AND (SELECT count(*) FROM sync_lanes l
             WHERE l.target_id = t.id AND l.lane < t.concurrency AND l.claimed_until > now()) < t.concurrency
      ORDER BY due.since`,
  });
  return rows.map(({ id }) => id);
}

/**
 * Far shorter than the second after which PostgreSQL looks for deadlocks: where a worker and a person wait for each other, it
 * is the worker that begins anew.
 */
const lockTimeoutMs = 50;
/** With pauses of up to half a second in between some 15 seconds, within which all but the longest writes are over. */
const maxAttempts = 60;
const longestPauseMs = 500;

const holdLane = `
  SELECT 1 FROM sync_lanes WHERE target_id = $1 AND lane = $2 AND claim = $3 AND claimed_until > clock_timestamp()
  FOR NO KEY UPDATE`;

/**
 * Settings of a transaction whose statements are prepared and look up a batch of rows: a plan is kept, also one that was made while
 * a table was small, and must not read the table whole when it has grown.
 */
export const planForBatch =
  "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;";

/**
 * Runs `write` in one transaction of who holds the lane. It is run again where it met somebody else at the same rows.
 *
 * @param settings see `runInPoolTransaction`
 * @throws LaneLostError nothing was written
 */
export async function writeAsHolder<Result>(
  pool: Pool,
  { targetId, lane, claim }: Lane,
  write: (connection: PoolClient) => Promise<Result>,
  settings = "",
): Promise<Result> {
  const act = async (connection: PoolClient): Promise<Result> => {
    const held = await connection.query({ name: "hold-lane", text: holdLane, values: [targetId, lane, claim] });
    if (held.rows.length === 0) throw new LaneLostError();
    return await write(connection);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runInPoolTransaction(pool, act, `SET LOCAL lock_timeout = ${lockTimeoutMs}; ${settings}`);
    } catch (error) {
      if (!isCollision(error) || attempt >= maxAttempts) throw error;
      await delay(Math.random() * Math.min(25 * attempt, longestPauseMs));
    }
  }
}

/** unique_violation, serialization_failure, deadlock_detected, lock_not_available: others wrote the same rows meanwhile. */
function isCollision(error: unknown): boolean {
  return error instanceof DatabaseError && ["23505", "40001", "40P01", "55P03"].includes(error.code ?? "");
}
