"use server";

import { refresh } from "next/cache";
import type { ActionResult, ActionState } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runTargetAction } from "@/lib/console/targets/open-target";
import {
  adoptRemote,
  ignoreResource,
  retryAllFailing,
  retryResource,
  stopIgnoringResource,
} from "@/lib/console/targets/resource-acts";
import { adoptionSchema, allSchema, resourceSchema } from "./schemas";

const acts = { retry: retryResource, ignore: ignoreResource, stopIgnoring: stopIgnoringResource };

/** Looks at a person or group again, leaves them out from now on, or no more. */
export async function actOnResource(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    resourceSchema,
    input,
    async ({ database, actor, organization }, { name }, { act, resourceType, resourceId }) => {
      const acted = await acts[act](database, actor, organization.subdomain, name, { resourceType, resourceId });
      return acted.ok ? accept(null) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** Links one of the target's resources to one of ours. */
export async function adoptResource(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    adoptionSchema,
    input,
    async ({ database, actor, organization }, { name }, { resourceType, resourceId, remoteId }) => {
      const key = { resourceType, resourceId };
      const acted = await adoptRemote(database, actor, organization.subdomain, name, key, remoteId);
      return acted.ok ? accept(null) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** The same from a form, in which the id is typed. */
export async function adoptTyped(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  return await adoptResource(form);
}

/** Looks at everything again that is not as it should be. */
export async function retryAll(input: unknown): Promise<ActionResult<{ readonly retried: number }>> {
  const result = await runTargetAction(
    "targets.write",
    allSchema,
    input,
    async ({ database, actor, organization }, { name }) => {
      const acted = await retryAllFailing(database, actor, organization.subdomain, name);
      return acted.ok ? accept({ retried: acted.value.retried }) : acted;
    },
  );
  if (result.ok) refresh();
  return result;
}
