"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { simulationSchema } from "@/lib/console/client-setup/simulation-input";
import { setStepDone } from "@/lib/console/client-setup/step-done";
import { withScimClient } from "@/lib/console/open-scim-client";
import { type ActionState, runOwnerAction } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { emptyOwnSandbox } from "@/lib/console/sandbox";
import { removeSimulatedResources } from "@/lib/console/simulated-resources";
import { playToTheEnd } from "./play-simulation";

const tickSchema = z.object({ clientId: z.string(), step: z.string(), isDone: z.enum(["", "yes"]) });
const clientSchema = z.object({ clientId: z.string() });

/** Ticks a step off, or takes the tick back. */
export async function tickStep(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("scimClients.write", tickSchema, form, (access, { clientId, step, isDone }) =>
    withScimClient(access, clientId, (client) => setStepDone(access, client, step, isDone === "yes")),
  );
  refresh();
  return result;
}

/** Plays a sequence to its end: where scripts run, the page shows it step by step instead. */
export async function playSimulation(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("simulator.run", simulationSchema, form, (access, input) =>
    withScimClient(access, input.clientId, (client) => playToTheEnd(access, client, input)),
  );
  if (!result.ok) return result;
  const { clientId, place } = result.value;
  redirect(`/scim-clients/${clientId}/setup${place === "sandbox" ? "?place=sandbox" : ""}`);
}

/** Deletes what the simulator made among the organization's people. */
export async function removeSimulated(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("simulator.run", clientSchema, form, (access, { clientId }) =>
    withScimClient(access, clientId, async (client) => {
      await removeSimulatedResources(access, client);
      return accept(null);
    }),
  );
  refresh();
  return result;
}

/** Takes everything out of the organization's sandbox. */
export async function emptySandbox(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("simulator.run", clientSchema, form, async (access) => {
    await emptyOwnSandbox(access);
    return accept(null);
  });
  refresh();
  return result;
}
