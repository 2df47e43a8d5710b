import type { RunKind, RunPhase, RunState, RunTrigger } from "@/lib/provisioning/runs/run";
import type { Queries } from "./transaction";
import { isUuid } from "./uuid";

/** A look at everything that a target should have, as it stands. */
export type StoredRun = {
  readonly id: string;
  readonly targetId: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly state: RunState;
  readonly phase: RunPhase;
  /** The plan that it applies. */
  readonly planId: string | undefined;
  /** Resources to look at, as counted when it began; and how many of them were. */
  readonly total: number;
  readonly looked: number;
  readonly created: number;
  readonly updated: number;
  readonly deprovisioned: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly conflicts: number;
  readonly failed: number;
  /** Of a plan that was applied: what had changed since, and was left. */
  readonly stale: number;
  readonly requests: number;
  /** Why it is held or failed, in words. */
  readonly detail: string | undefined;
  readonly actorKind: string;
  readonly actorId: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
};

/** The run of this kind that is under way. */
export async function findRunUnderWay(db: Queries, targetId: string, kind: RunKind): Promise<StoredRun | undefined> {
  const row = await db.syncRun.findFirst({ where: { targetId, kind, state: "running" }, orderBy: { id: "desc" } });
  return row === null ? undefined : readRun(row);
}

/** The runs of a target that hold deprovisions until somebody decides. */
export async function listHoldingRuns(db: Queries, targetId: string): Promise<readonly string[]> {
  const rows = await db.syncRun.findMany({
    where: { targetId, state: { in: ["running", "held"] }, holding: true },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}

/** The target's run with this id. */
export async function findRun(db: Queries, targetId: string, id: string): Promise<StoredRun | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.syncRun.findFirst({ where: { id, targetId } });
  return row === null ? undefined : readRun(row);
}

/** The runs of a target, the latest first. */
export async function listRuns(
  db: Queries,
  targetId: string,
  { limit, before, kind }: { readonly limit: number; readonly before?: string; readonly kind?: RunKind },
): Promise<readonly StoredRun[]> {
  const rows = await db.syncRun.findMany({
    where: {
      targetId,
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(kind === undefined ? {} : { kind }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(readRun);
}

/** A row as the type has it: the words in it are those that this side writes. */
export function readRun(row: {
  readonly id: string;
  readonly targetId: string;
  readonly kind: string;
  readonly trigger: string;
  readonly state: string;
  readonly phase: string;
  readonly planId: string | null;
  readonly total: number;
  readonly looked: number;
  readonly created: number;
  readonly updated: number;
  readonly deprovisioned: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly conflicts: number;
  readonly failed: number;
  readonly stale: number;
  readonly requests: number;
  readonly detail: string | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}): StoredRun {
  const { id, targetId, total, looked, created, updated, deprovisioned, unchanged, skipped, conflicts } = row;
  const { failed, stale, requests, actorKind, startedAt } = row;
  return {
    id,
    targetId,
    kind: row.kind as RunKind,
    trigger: row.trigger as RunTrigger,
    state: row.state as RunState,
    phase: row.phase as RunPhase,
    planId: row.planId ?? undefined,
    total,
    looked,
    created,
    updated,
    deprovisioned,
    unchanged,
    skipped,
    conflicts,
    failed,
    stale,
    requests,
    detail: row.detail ?? undefined,
    actorKind,
    actorId: row.actorId ?? undefined,
    startedAt,
    finishedAt: row.finishedAt ?? undefined,
  };
}
