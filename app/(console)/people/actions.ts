"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { removePerson, setPersonActive } from "@/lib/console/directory/person-state";
import { changePerson, createPerson } from "@/lib/console/directory/write-person";
import { invitePerson, type MadeInvitation } from "@/lib/console/invitations";
import { type ActionResult, type ActionState, runOwnerAction } from "@/lib/console/owner-action";
import { editSchema, invitationSchema, personSchema, removalSchema, stateSchema } from "./person-schema";

/** Makes a person by hand and goes to their page. */
export async function addPerson(_previous: ActionState<string>, form: FormData): Promise<ActionState<string>> {
  const result = await runOwnerAction("directory.write", personSchema, form, createPerson);
  if (result.ok) redirect(`/people/${result.value}`);
  return result;
}

/** Changes a person by hand. */
export async function editPerson(
  _previous: ActionState<{ changed: boolean }>,
  form: FormData,
): Promise<ActionState<{ changed: boolean }>> {
  const result = await runOwnerAction<typeof editSchema, { changed: boolean }>(
    "directory.write",
    editSchema,
    form,
    (access, { id, version, ...input }) => changePerson(access, id, version, input),
  );
  if (result.ok) refresh();
  return result;
}

/** Deactivates a person, or brings them back. */
export async function changePersonState(input: unknown): Promise<ActionResult<null>> {
  const result = await runOwnerAction("directory.write", stateSchema, input, (access, { id, active }) =>
    setPersonActive(access, id, active),
  );
  if (result.ok) refresh();
  return result;
}

/** Deletes a person and goes back to the list. */
export async function deletePerson(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("directory.grantOwner", removalSchema, form, (access, { id, ...typed }) =>
    removePerson(access, id, typed),
  );
  if (result.ok) redirect("/people");
  return result;
}

/** Makes the link by which a person gets an account for the console. It is told in the answer alone. */
export async function inviteToConsole(input: unknown): Promise<ActionResult<MadeInvitation>> {
  return await runOwnerAction("directory.write", invitationSchema, input, (access, { id }) => invitePerson(access, id));
}
