"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { ActionResult, ActionState } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { countAffected } from "@/lib/console/targets/draft-mapping";
import { type AffectedCount, previewDraft, type ShownPreview } from "@/lib/console/targets/mapping-editor";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { addMapping, removeMapping, revertMapping, saveMapping } from "@/lib/console/targets/property-mappings";
import { draftSchema, mappingSchema, removeMappingSchema, revertSchema } from "./schemas";

type Saved = { readonly version: number };

/** Saves a mapping; a new one is gone to. */
export async function saveThisMapping(_previous: ActionState<Saved>, form: FormData): Promise<ActionState<Saved>> {
  let made: string | undefined;
  const result = await runTargetAction(
    "targets.write",
    mappingSchema,
    form,
    async ({ database, actor, organization }, target, { mappingId, version, resourceType, ...input }) => {
      const { subdomain } = organization;
      const saved =
        mappingId === undefined
          ? await addMapping(database, actor, subdomain, target.name, { ...input, resourceType })
          : await saveMapping(database, actor, subdomain, target.name, { ...input, id: mappingId, drawnFrom: version });
      if (!saved.ok) return saved;
      if (mappingId === undefined) made = `/targets/${target.id}/mappings/${saved.value.mapping.id}`;
      return accept({ version: saved.value.mapping.version });
    },
  );
  if (made !== undefined) redirect(made);
  if (result.ok) refresh();
  return result;
}

/** Shows what a draft makes of somebody. Nothing is saved. */
export async function previewThisDraft(input: unknown): Promise<ActionResult<ShownPreview | undefined>> {
  return await runTargetAction(
    "targets.read",
    draftSchema,
    input,
    (access, target, { id: _target, mappingId, subject, ...draft }) =>
      previewDraft(
        access,
        target,
        { ...draft, ...(mappingId === undefined ? {} : { id: mappingId }) },
        subject.trim() === "" ? undefined : subject,
      ),
  );
}

/** Counts for whom something else would be sent. Nothing is saved. */
export async function countThisDraft(input: unknown): Promise<ActionResult<AffectedCount>> {
  return await runTargetAction(
    "targets.read",
    draftSchema,
    input,
    ({ database }, target, { id: _target, mappingId, subject: _subject, ...draft }) =>
      countAffected(database, target, { ...draft, ...(mappingId === undefined ? {} : { id: mappingId }) }),
  );
}

/** Takes a mapping back to what it was. */
export async function revertThisMapping(input: unknown): Promise<ActionResult<null>> {
  const result = await runTargetAction(
    "targets.write",
    revertSchema,
    input,
    async ({ database, actor, organization }, { name }, { mappingId, version }) => {
      const what = { id: mappingId, version };
      const reverted = await revertMapping(database, actor, organization.subdomain, name, what);
      return reverted.ok ? accept(null) : reverted;
    },
  );
  if (result.ok) refresh();
  return result;
}

/** Removes a mapping and goes back to the list. */
export async function removeThisMapping(input: unknown): Promise<ActionResult<null>> {
  let list: string | undefined;
  const result = await runTargetAction(
    "targets.write",
    removeMappingSchema,
    input,
    async ({ database, actor, organization }, target, { mappingId }) => {
      const removed = await removeMapping(database, actor, organization.subdomain, target.name, mappingId);
      if (!removed.ok) return removed;
      list = `/targets/${target.id}/mappings`;
      return accept(null);
    },
  );
  if (list !== undefined) redirect(list);
  return result;
}
