import type { StoredRun } from "@/lib/db/sync-runs";

/** How far a run has come. */
export type RunProgress = {
  /** What it does now, in words. */
  readonly phase: string;
  /** Of `total` resources; absent while it is not known how many there are. */
  readonly looked: number | undefined;
  readonly total: number;
  /** How long it will take yet, in milliseconds, as far as can be told. */
  readonly remainingMs: number | undefined;
};

const phases: Readonly<Record<StoredRun["phase"], string>> = {
  read: "Reading what the target has",
  compare: "Comparing it with what it should have",
  apply: "Carrying out what differs",
  over: "Over",
};

/** So many resources must have been looked at before the rest is estimated from them. */
const enough = 20;

/** How far a run has come, and how long it will take yet if it goes on as before. */
export function estimateRun(
  { phase, looked, total, startedAt }: Pick<StoredRun, "phase" | "looked" | "total" | "startedAt">,
  now: Date,
): RunProgress {
  const isCounted = phase === "compare" || phase === "apply";
  const done = Math.min(looked, total);
  const elapsedMs = now.getTime() - startedAt.getTime();
  const remainingMs =
    isCounted && done >= enough && done < total && elapsedMs > 0
      ? Math.round((elapsedMs / done) * (total - done))
      : undefined;
  return { phase: phases[phase], looked: isCounted && total > 0 ? done : undefined, total, remainingMs };
}
