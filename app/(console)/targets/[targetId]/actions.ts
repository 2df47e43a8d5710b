"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { allowHeld, discardHeld } from "@/lib/console/targets/held-deprovisions";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { runPreflight } from "@/lib/console/targets/run-preflight";
import { startPlan, startSync } from "@/lib/console/targets/start-run";
import { pauseTarget, resumeTarget } from "@/lib/console/targets/target-state";
import { createTargetClient } from "../create-target-client";
import { heldSchema, targetSchema, targetStateSchema } from "./schemas";

/** Pauses a target or lets it go on. */
export async function setTargetState(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction("targets.write", targetStateSchema, input, async (access, { name }, { act }) => {
    const { database, actor, organization } = access;
    const set =
      act === "pause"
        ? await pauseTarget(database, actor, organization.subdomain, name)
        : await resumeTarget(database, actor, organization.subdomain, name, { leaveOut: act === "leaveOut" });
    return set.ok ? accept(null) : set;
  });
  refresh();
  return result;
}

/** Begins a full reconcile. */
export async function syncTarget(input: unknown): Promise<ActionResult<{ readonly runId: string }>> {
  const result = await runTargetAction("targets.write", targetSchema, input, async (access, { name }) => {
    const started = await startSync(access.database, access.actor, access.organization.subdomain, name);
    return started.ok ? accept({ runId: started.value.run.id }) : started;
  });
  refresh();
  return result;
}

/** Begins a plan. */
export async function planTarget(input: unknown): Promise<ActionResult<{ readonly runId: string }>> {
  const result = await runTargetAction("targets.write", targetSchema, input, async (access, { name }) => {
    const started = await startPlan(access.database, access.actor, access.organization.subdomain, name);
    return started.ok ? accept({ runId: started.value.run.id }) : started;
  });
  refresh();
  return result;
}

/** Asks a target what it can do. */
export async function checkTarget(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction("targets.write", targetSchema, input, async (access, { name }) => {
    const checked = await runPreflight(access.database, access.organization.subdomain, name, createTargetClient);
    return checked.ok ? accept(null) : checked;
  });
  refresh();
  return result;
}

/** Lets the held deprovisions go, or leaves everybody of them as they are. */
export async function decideHeld(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction("targets.write", heldSchema, input, async (access, { name }, { decision }) => {
    const decide = decision === "allow" ? allowHeld : discardHeld;
    const decided = await decide(access.database, access.actor, access.organization.subdomain, name);
    return decided.ok ? accept(null) : decided;
  });
  refresh();
  return result;
}

/** Starts a target that was made paused: from now on it is sent what it should have. */
export async function startTarget(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction("targets.write", targetSchema, input, async (access, { name }) => {
    const { database, actor, organization } = access;
    const resumed = await resumeTarget(database, actor, organization.subdomain, name);
    if (!resumed.ok) return resumed;
    const started = await startSync(database, actor, organization.subdomain, name);
    // A worker may have begun the first reconcile already.
    return started.ok || started.field === "run" ? accept(null) : started;
  });
  refresh();
  return result;
}
