import { type Actor, insertAuditEventOn } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { runInPoolTransaction } from "@/lib/db/pool-transaction";
import { cancelRun as endRun } from "@/lib/db/sync/decide-held";
import { startRun } from "@/lib/db/sync/start-run";
import { findRun, type StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import type { RunRequest } from "@/lib/provisioning/runs/run-store";
import { accept, type Result, refuse } from "../result";
import { type FoundTarget, requireTarget } from "./require-target";

export type StartedRun = FoundTarget & { readonly run: StoredRun };

/** Begins a full reconcile now: everything is compared with the target, and what differs is put right. */
export async function startSync(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<StartedRun>> {
  return await beginRun(database, actor, subdomain, name, { kind: "reconcile", trigger: "hand" });
}

/** Begins a plan: everything is compared with the target, and nothing is changed. */
export async function startPlan(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<StartedRun>> {
  return await beginRun(database, actor, subdomain, name, { kind: "plan", trigger: "hand" });
}

/**
 * Carries out exactly what a plan says. What has changed since, here or at the target, is left as it is, and told.
 *
 * @param planId the run of the plan
 */
export async function applyPlan(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  planId: string,
): Promise<Result<StartedRun>> {
  return await beginRun(database, actor, subdomain, name, { kind: "reconcile", trigger: "plan", planId });
}

/** Ends a run that is under way or held. What was done of it stays done. */
export async function cancelRun(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  runId: string,
): Promise<Result<StartedRun>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  const run = await findRun(database.prisma, target.id, runId);
  if (run === undefined) return refuse(`There is no such run of "${target.name}".`, "run");
  const isEnded = await runInPoolTransaction(database.pool, async (connection) => {
    const ended = await endRun(connection, organization.id, run.id);
    if (ended) {
      await insertAuditEventOn(connection, {
        actor,
        organizationId: organization.id,
        action: "target.runCancelled",
        subject: target.name,
        details: { runId: run.id, kind: run.kind },
      });
    }
    return ended;
  });
  if (!isEnded) return refuse("It is over already.", "run");
  return accept({ ...found.value, run: (await findRun(database.prisma, target.id, runId)) ?? run });
}

async function beginRun(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  wanted: Pick<RunRequest, "kind" | "trigger" | "planId">,
): Promise<Result<StartedRun>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { target, organization } = found.value;
  const obstacle = findObstacle(target, wanted.kind);
  if (obstacle !== undefined) return refuse(obstacle);
  const started = await runInPoolTransaction(database.pool, async (connection) => {
    const answer = await startRun(connection, { targetId: target.id, actor: describeActor(actor), ...wanted });
    if (answer.ok) {
      await insertAuditEventOn(connection, {
        actor,
        organizationId: organization.id,
        action: nameAction(wanted),
        subject: target.name,
        details: { runId: answer.runId, ...(wanted.planId === undefined ? {} : { planId: wanted.planId }) },
      });
    }
    return answer;
  });
  if (!started.ok && started.reason === "gone") {
    return refuse(
      wanted.planId === undefined
        ? `The target "${name}" was removed just now.`
        : `There is no finished plan of this id for "${target.name}". \`target plan\` makes one.`,
      "plan",
    );
  }
  const run = await findRun(database.prisma, target.id, started.runId);
  if (run === undefined) return refuse(`The target "${name}" was removed just now.`, "target");
  return started.ok ? accept({ ...found.value, run }) : refuse(describeBusy(target.name, run), "run");
}

/** A plan only reads, and may be made of a target that somebody paused: before it is first resumed, above all. */
function findObstacle({ name, pause, state }: StoredTarget, kind: RunRequest["kind"]): string | undefined {
  if (state === "active" || (kind === "plan" && (pause === undefined || pause.reason === "person"))) return undefined;
  return pause === undefined || pause.reason === "person"
    ? `"${name}" is paused, and is sent nothing. Resume it first.`
    : `"${name}" has stopped: ${pause.detail} Put that right, then resume it.`;
}

function describeActor(actor: Actor): RunRequest["actor"] {
  if (actor.kind === "person") return { kind: "person", id: actor.id };
  return { kind: actor.kind === "operator" ? "operator" : "system" };
}

function nameAction({ kind, planId }: Pick<RunRequest, "kind" | "planId">): string {
  if (planId !== undefined) return "target.planApplied";
  return kind === "plan" ? "target.planStarted" : "target.reconcileStarted";
}

function describeBusy(name: string, { kind, startedAt, looked, total }: StoredRun): string {
  const what = kind === "plan" ? "plan" : "reconcile";
  const since = `${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `A ${what} of "${name}" is under way since ${since}: ${looked} of ${total} resources were looked at. Wait for it, or cancel it.`;
}
