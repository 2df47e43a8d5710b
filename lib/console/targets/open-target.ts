import { notFound } from "next/navigation";
import type { z } from "zod";
import { findTargetById, type StoredTarget } from "@/lib/db/targets";
import type { Access } from "../access";
import { type ActionResult, runOwnerAction } from "../owner-action";
import type { Permission } from "../permissions";
import { type Result, refuse } from "../result";

/** The target of this id; undefined when it is no id, or another organization's. */
export async function findOpenTarget(access: Access, id: string): Promise<StoredTarget | undefined> {
  return await findTargetById(access.database.prisma, access.organization.id, id);
}

/** The target of a page's address. What is no id, or another organization's target, is a page that does not exist. */
export async function openTarget(access: Access, id: string): Promise<StoredTarget> {
  return (await findOpenTarget(access, id)) ?? notFound();
}

/** As runOwnerAction, for an act on the target whose id the form holds: one that is gone is said. */
export async function runTargetAction<Input extends { readonly id: string }, Value>(
  permission: Permission,
  schema: z.ZodType<Input>,
  form: unknown,
  act: (access: Access, target: StoredTarget, input: Input) => Promise<Result<Value>>,
): Promise<ActionResult<Value>> {
  return await runOwnerAction(permission, schema, form, async (access, input) => {
    const target = await findOpenTarget(access, input.id);
    return target === undefined
      ? refuse("This target is no longer there: somebody has removed it. Reload the page.")
      : await act(access, target, input);
  });
}
