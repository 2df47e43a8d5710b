import { v7 as createUuid } from "uuid";
import type { Actor } from "./audit-events";
import type { Queries } from "./transaction";
import { isUuid } from "./uuid";

export type RunKind = "reconcile" | "plan";
export type RunTrigger = "schedule" | "hand" | "settings" | "plan";
export type RunState = "running" | "held" | "done" | "failed" | "cancelled";

/** A look at everything that a target should have, as it stands. */
export type StoredRun = {
  readonly id: string;
  readonly targetId: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly state: RunState;
  readonly phase: "read" | "compare" | "apply" | "over";
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
  readonly requests: number;
  /** Why it is held or failed, in words. */
  readonly detail: string | undefined;
  readonly actorKind: string;
  readonly actorId: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date | undefined;
};

export type NewRun = {
  readonly organizationId: string;
  readonly targetId: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: Actor | { readonly kind: "system" };
  /** The plan that it applies. */
  readonly planId?: string;
};

/**
 * Begins a run, with its first task; workers do the rest. While another run of its kind is not over, none begins: that one is
 * given back.
 */
export async function insertRun(
  db: Queries,
  { organizationId, targetId, kind, trigger, actor, planId }: NewRun,
): Promise<{ readonly begun: boolean; readonly run: StoredRun }> {
  // Two that begin at once wait for each other here.
  await db.$queryRaw`SELECT id FROM targets WHERE id = ${targetId}::uuid FOR NO KEY UPDATE`;
  const current = await findCurrentRun(db, targetId, kind);
  if (current !== undefined) return { begun: false, run: current };
  const row = await db.syncRun.create({
    data: {
      id: createUuid(),
      organizationId,
      targetId,
      kind,
      trigger,
      state: "running",
      phase: "read",
      planId: planId ?? null,
      actorKind: actor.kind,
      actorId: "id" in actor ? actor.id : null,
    },
  });
  await db.syncTask.create({
    data: { id: createUuid(), runId: row.id, targetId, kind: "read", position: { step: "begin" } },
  });
  return { begun: true, run: readRun(row) };
}

/** The run of this kind that is under way, or held until somebody decides. */
export async function findCurrentRun(db: Queries, targetId: string, kind: RunKind): Promise<StoredRun | undefined> {
  const row = await db.syncRun.findFirst({
    where: { targetId, kind, state: { in: ["running", "held"] } },
    orderBy: { id: "desc" },
  });
  return row === null ? undefined : readRun(row);
}

/** The run of this kind that is under way. */
export async function findRunUnderWay(db: Queries, targetId: string, kind: RunKind): Promise<StoredRun | undefined> {
  const run = await findCurrentRun(db, targetId, kind);
  return run?.state === "running" ? run : undefined;
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

/** The latest run of a kind that has come to an end. */
export async function findLatestFinishedRun(
  db: Queries,
  targetId: string,
  kind: RunKind,
): Promise<StoredRun | undefined> {
  const row = await db.syncRun.findFirst({
    where: { targetId, kind, state: { in: ["done", "failed"] } },
    orderBy: { id: "desc" },
  });
  return row === null ? undefined : readRun(row);
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
  readonly requests: number;
  readonly detail: string | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}): StoredRun {
  const { id, targetId, total, looked, created, updated, deprovisioned, unchanged, skipped, conflicts } = row;
  const { failed, requests, actorKind, startedAt } = row;
  return {
    id,
    targetId,
    kind: row.kind as RunKind,
    trigger: row.trigger as RunTrigger,
    state: row.state as RunState,
    phase: row.phase as StoredRun["phase"],
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
    requests,
    detail: row.detail ?? undefined,
    actorKind,
    actorId: row.actorId ?? undefined,
    startedAt,
    finishedAt: row.finishedAt ?? undefined,
  };
}

/** Lets the held runs of a target go on. @returns how many */
export async function releaseHeldRuns(db: Queries, targetId: string): Promise<number> {
  const { count } = await db.syncRun.updateMany({
    where: { targetId, state: "held" },
    data: { state: "running", detail: null },
  });
  return count;
}

/** Ends the held runs of a target without what they hold. @returns how many */
export async function endHeldRuns(db: Queries, targetId: string): Promise<number> {
  await db.syncTask.deleteMany({ where: { targetId, run: { state: "held" } } });
  const { count } = await db.syncRun.updateMany({
    where: { targetId, state: "held" },
    data: { state: "done", phase: "over", finishedAt: new Date() },
  });
  return count;
}
