import { createRunStore } from "@/lib/db/sync/run-store";
import type { RunKind } from "@/lib/provisioning/runs/run";
import type { SyncEngine } from "../sync-engine";
import type { SyncFixture } from "./sync-fixture";

/** Runs of a fixture's targets: started, carried to their end, and looked at. */
export function createRunFixture(fixture: SyncFixture) {
  const { database } = fixture.endpoint;
  const runs = createRunStore(database);
  const getRun = (id: string) => database.prisma.syncRun.findUniqueOrThrow({ where: { id } });

  async function start(targetId: string, kind: RunKind = "reconcile", planId?: string): Promise<string> {
    const trigger = planId === undefined ? "hand" : "plan";
    const plan = planId === undefined ? {} : { planId };
    const started = await runs.startRun({ targetId, kind, trigger, actor: { kind: "operator" }, ...plan });
    if (!started.ok) throw new Error(`The run was not started: ${started.reason}.`);
    return started.runId;
  }

  /** Works until the run is over, or held. */
  async function carryOut(targetId: string, runId: string, engine: SyncEngine = fixture.createEngine()) {
    await engine.drainTarget(targetId, async () => (await getRun(runId)).state !== "running");
    return await getRun(runId);
  }

  return {
    runs,
    start,
    carryOut,
    getRun,
    /** A whole run. */
    run: async (targetId: string, kind: RunKind = "reconcile", planId?: string) =>
      await carryOut(targetId, await start(targetId, kind, planId)),
    listItems: (runId: string) =>
      database.prisma.planItem.findMany({
        where: { runId },
        orderBy: [{ operation: "asc" }, { resourceType: "asc" }, { resourceId: "asc" }],
      }),
  };
}

export type RunFixture = ReturnType<typeof createRunFixture>;
