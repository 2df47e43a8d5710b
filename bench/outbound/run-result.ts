import { setTimeout as wait } from "node:timers/promises";
import { type Place, roster } from "./place";

/** What a run came to. */
export type RunResult = {
  readonly seconds: number;
  readonly requests: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Resources to which something was sent. */
  readonly writes: number;
};

/** Has everything looked at once, and waits until it is over. */
export async function reconcile({ database, environment }: Place, targetId: string, name: string): Promise<RunResult> {
  const startedAt = new Date();
  const before = performance.now();
  await roster(environment, ["target", "resume", name, "-r", "source"]);
  await roster(environment, ["target", "sync", name, "-r", "source"]);
  for (;;) {
    const { rows } = await database.query<Omit<RunResult, "seconds" | "writes"> & { state: string }>(
      `SELECT state, created, updated, unchanged, failed, requests FROM sync_runs WHERE target_id = $1 ORDER BY id DESC LIMIT 1`,
      [targetId],
    );
    const [last] = rows;
    if (last !== undefined && last.state !== "running") {
      const seconds = (performance.now() - before) / 1_000;
      if (last.state !== "done") process.stdout.write(`The run ended as ${last.state}.\n`);
      const { rows: attempts } = await database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM sync_attempts WHERE target_id = $1 AND at >= $2 AND operation <> 'none'`,
        [targetId, startedAt],
      );
      return { ...last, seconds, writes: attempts[0]?.count ?? 0 };
    }
    await wait(200);
  }
}
