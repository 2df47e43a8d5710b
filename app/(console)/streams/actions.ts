"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { changeStream, createStream, removeStream, subscribe, unsubscribe } from "@/lib/console/directory/streams";
import { type ActionResult, type ActionState, runOwnerAction } from "@/lib/console/owner-action";
import { defaultSchema, endingSchema, newStreamSchema, streamNameSchema, subscriptionSchema } from "./schemas";

/** Makes a stream and goes to its page. */
export async function addNewStream(_previous: ActionState<string>, form: FormData): Promise<ActionState<string>> {
  const result = await runOwnerAction("streams.write", newStreamSchema, form, (access, { name, isDefault }) =>
    createStream(access, { name, isDefault: isDefault === "true" }),
  );
  if (result.ok) redirect(`/streams/${result.value}`);
  return result;
}

/** Gives a stream another name. */
export async function giveStreamName(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("streams.write", streamNameSchema, form, (access, { id, name }) =>
    changeStream(access, id, { name }),
  );
  if (result.ok) refresh();
  return result;
}

/** Says whether new people are subscribed to a stream. */
export async function setDefaultStream(input: unknown): Promise<ActionResult<null>> {
  const result = await runOwnerAction("streams.write", defaultSchema, input, (access, { id, isDefault }) =>
    changeStream(access, id, { isDefault }),
  );
  if (result.ok) refresh();
  return result;
}

/** Deletes a stream and goes back to the list. */
export async function deleteStream(_previous: ActionState<null>, form: FormData): Promise<ActionState<null>> {
  const result = await runOwnerAction("streams.write", streamNameSchema, form, (access, { id, name }) =>
    removeStream(access, id, name),
  );
  if (result.ok) redirect("/streams");
  return result;
}

/** Subscribes a person to a stream. */
export async function subscribePerson(_previous: ActionState<string>, form: FormData): Promise<ActionState<string>> {
  const result = await runOwnerAction("streams.write", subscriptionSchema, form, (access, { id, person }) =>
    subscribe(access, id, person),
  );
  if (result.ok) refresh();
  return result;
}

/** Ends a person's subscription. */
export async function unsubscribePerson(input: unknown): Promise<ActionResult<null>> {
  const result = await runOwnerAction("streams.write", endingSchema, input, (access, { id, userId }) =>
    unsubscribe(access, id, userId),
  );
  if (result.ok) refresh();
  return result;
}
