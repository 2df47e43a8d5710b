import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { findRun, insertRun, type NewRun, type StoredRun } from "@/lib/db/sync-runs";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

export type StartedRun = FoundTarget & { readonly run: StoredRun };

/** Begins a full reconcile now: everything is compared with the target, and what differs is put right. */
export async function startSync(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<StartedRun>> {
  return await startRun(database, actor, subdomain, name, { kind: "reconcile", trigger: "hand" });
}

/** Begins a plan: everything is compared with the target, and nothing is changed. */
export async function startPlan(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<StartedRun>> {
  return await startRun(database, actor, subdomain, name, { kind: "plan", trigger: "hand" });
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
  return await startRun(database, actor, subdomain, name, { kind: "reconcile", trigger: "plan", planId });
}

async function startRun(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  wanted: Pick<NewRun, "kind" | "trigger" | "planId">,
): Promise<Result<StartedRun>> {
  return await actInTransaction<StartedRun>(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target, organization } = found.value;
    if (wanted.kind === "reconcile" && target.state === "paused") {
      return refuse(`"${target.name}" is paused, and is sent nothing. Resume it first.`);
    }
    if (wanted.planId !== undefined) {
      const plan = await findRun(db, target.id, wanted.planId);
      if (plan === undefined || plan.kind !== "plan") return refuse(`There is no such plan for "${target.name}".`);
      if (plan.state !== "done") return refuse(`The plan is ${plan.state}: only one that is done can be applied.`);
    }
    const { begun, run } = await insertRun(db, {
      organizationId: organization.id,
      targetId: target.id,
      actor,
      ...wanted,
    });
    if (!begun) return refuse(describeBusy(target.name, run), "run");
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action:
        wanted.planId !== undefined
          ? "target.planApplied"
          : wanted.kind === "plan"
            ? "target.planStarted"
            : "target.reconcileStarted",
      subject: target.name,
      details: { runId: run.id, ...(wanted.planId === undefined ? {} : { planId: wanted.planId }) },
    });
    return accept({ ...found.value, run });
  });
}

function describeBusy(name: string, { kind, state, startedAt, looked, total }: StoredRun): string {
  const what = kind === "plan" ? "plan" : "reconcile";
  const since = `${startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return state === "held"
    ? `The ${what} of "${name}" begun at ${since} is held until somebody decides: allow or discard what it holds first.`
    : `A ${what} of "${name}" is under way since ${since}: ${looked} of ${total} resources were looked at. Wait for it, or cancel it.`;
}
