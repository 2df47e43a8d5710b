"use server";

import { refresh } from "next/cache";
import type { ActionResult, ActionState } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { adoptNamed, ignoreUnmanaged, overwriteDrift } from "@/lib/console/targets/drift-acts";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { adoptSchema, ignoreSchema, overwriteSchema } from "./schemas";

/** Puts one thing right that was found changed or missing. */
export async function overwriteFound(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    overwriteSchema,
    input,
    async ({ database, actor, organization }, { name }, { runId, resourceType, resourceId }) => {
      const key = { resourceType, resourceId };
      const acted = await overwriteDrift(database, actor, organization.subdomain, name, runId, key);
      return acted.ok ? accept(null) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** Shows something of the target's no more, or again. */
export async function ignoreFound(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    ignoreSchema,
    input,
    async ({ database, actor, organization }, { name }, { resourceType, remoteId, ignored }) => {
      const remote = { resourceType, remoteId, ignored };
      const acted = await ignoreUnmanaged(database, actor, organization.subdomain, name, remote);
      return acted.ok ? accept(null) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** Links something of the target's to one of ours. */
export async function adoptFound(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    adoptSchema,
    input,
    async ({ database, actor, organization }, { name }, { resourceType, remoteId, text }) => {
      const remote = { resourceType, remoteId };
      const acted = await adoptNamed(database, actor, organization.subdomain, name, remote, text);
      return acted.ok ? accept(null) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** The same from a form, in which somebody is named. */
export async function adoptFoundTyped(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return await adoptFound(form);
}
