"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { addMember, createGroup, removeGroup, removeMember, renameGroup } from "@/lib/console/directory/write-group";
import { type ActionResult, type ActionState, runOwnerAction } from "@/lib/console/owner-action";
import { groupNameSchema, leavingSchema, memberSchema, newGroupSchema } from "./schemas";

/** Makes a group and goes to its page. */
export async function addGroup(_previous: ActionState<string>, form: FormData): Promise<ActionState<string>> {
  const result = await runOwnerAction("directory.write", newGroupSchema, form, createGroup);
  if (result.ok) redirect(`/groups/${result.value}`);
  return result;
}

/** Gives a group another name. */
export async function giveGroupName(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("directory.write", groupNameSchema, form, (access, { id, name }) =>
    renameGroup(access, id, name),
  );
  if (result.ok) refresh();
  return result;
}

/** Deletes a group and goes back to the list. */
export async function deleteGroup(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("directory.write", groupNameSchema, form, (access, { id, name }) =>
    removeGroup(access, id, name),
  );
  if (result.ok) redirect("/groups");
  return result;
}

/** Adds a person or a group to a group. */
export async function addGroupMember(_previous: ActionState<string>, form: FormData): Promise<ActionState<string>> {
  const result = await runOwnerAction("directory.write", memberSchema, form, (access, { id, kind, member }) =>
    addMember(access, id, { kind, text: member }),
  );
  if (result.ok) refresh();
  return result;
}

/** Takes a person or a group out of a group. */
export async function takeOutMember(input: unknown): Promise<ActionResult<null>> {
  const result = await runOwnerAction("directory.write", leavingSchema, input, (access, { id, memberId }) =>
    removeMember(access, id, memberId),
  );
  if (result.ok) refresh();
  return result;
}
