"use server";

import { type ActionResult, runOwnerAction } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { addTarget } from "@/lib/console/targets/add-target";
import { runPreflight } from "@/lib/console/targets/run-preflight";
import { createTargetClient } from "../create-target-client";
import { connectTargetSchema } from "./schemas";

/** Makes a target, paused, and asks it what it can do. Nothing is written there. */
export async function connectTarget(input: unknown): Promise<ActionResult<{ readonly id: string }>> {
  return await runOwnerAction(
    "targets.write",
    connectTargetSchema,
    input,
    async ({ database, actor, organization: { subdomain } }, { caCertificate, options, ...typed }) => {
      const added = await addTarget(database, actor, subdomain, {
        ...typed,
        ...(caCertificate.trim() === "" ? {} : { caCertificate }),
        options: new Map(Object.entries(options)),
        paused: true,
      });
      if (!added.ok) return added;
      const { id, name } = added.value.target;
      // Whatever it says is kept with the target, and shown on the page that follows.
      await runPreflight(database, subdomain, name, createTargetClient);
      return accept({ id });
    },
  );
}
