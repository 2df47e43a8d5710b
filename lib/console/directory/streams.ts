import { insertAuditEvent } from "@/lib/db/audit-events";
import {
  countEverybody,
  deleteStream,
  deleteSubscription,
  insertSubscription,
  listStreamCounts,
  type StreamCounts,
  updateStream,
} from "@/lib/db/stream-subscriptions";
import type { Queries } from "@/lib/db/transaction";
import { isUuid } from "@/lib/db/uuid";
import type { JsonObject } from "@/lib/scim/json";
import type { Access } from "../access";
import { readName } from "../field-rules";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { addStream } from "../streams";
import { findOnePerson } from "./find-one";

/** A stream as lists and its page show it. */
export type StreamView = Omit<StreamCounts, "created"> & {
  /** ISO 8601 */
  readonly created: string;
};

/** The organization's streams by name. */
export async function listStreamViews({ database, organization }: Access): Promise<readonly StreamView[]> {
  return (await listStreamCounts(database.prisma, organization.id)).map(toView);
}

/** How many people there are now: whom a new default stream does not reach. */
export async function countPeopleHere({ database, organization }: Access): Promise<number> {
  return await countEverybody(database.prisma, organization.id);
}

/** A stream of the open organization; undefined for what is no id, or another organization's stream. */
export async function findStream(
  { organization, database }: Access,
  id: string,
  db: Queries = database.prisma,
): Promise<StreamView | undefined> {
  if (!isUuid(id)) return undefined;
  const [found] = await listStreamCounts(db, organization.id, id);
  return found && toView(found);
}

function toView({ created, ...stream }: StreamCounts): StreamView {
  return { ...stream, created: created.toISOString() };
}

/** Makes a stream. @returns its id */
export async function createStream(
  access: Access,
  input: { readonly name: string; readonly isDefault: boolean },
): Promise<Result<string>> {
  const made = await addStream(access.database, access.actor, access.organization.subdomain, input);
  return made.ok ? accept(made.value.stream.id) : made;
}

/** Changes a stream's name, or whether new people are subscribed to it. Those who are here stay as they are. */
export async function changeStream(
  access: Access,
  id: string,
  input: { readonly name?: string; readonly isDefault?: boolean },
): Promise<Result<null>> {
  return await actOnStream(access, id, async (db, stream) => {
    const name = readName(input.name ?? stream.name, "a stream's name");
    if (!name.ok) return name;
    const before = { name: stream.name, isDefault: stream.isDefault };
    const after = { name: name.value, isDefault: input.isDefault ?? stream.isDefault };
    if (before.name === after.name && before.isDefault === after.isDefault) return accept(null);
    if (!(await updateStream(db, access.organization.id, { id, ...after }))) {
      return refuse(`There is a stream "${name.value}" already. Choose another name.`, "name");
    }
    await record(db, access, "stream.changed", stream.name, { id, before, after });
    return accept(null);
  });
}

/** Deletes a stream with its subscriptions. @param typed its name, typed to confirm */
export async function removeStream(access: Access, id: string, typed: string): Promise<Result<null>> {
  return await actOnStream(access, id, async (db, stream) => {
    if (typed.trim() !== stream.name) return refuse(`Type ${stream.name}, just so, to delete the stream.`, "name");
    await deleteStream(db, access.organization.id, id);
    await record(db, access, "stream.removed", stream.name, { id, subscribers: stream.live + stream.sleeping });
    return accept(null);
  });
}

/** Subscribes a person, named by userName, email or id. @returns their name */
export async function subscribe(access: Access, id: string, text: string): Promise<Result<string>> {
  const person = await findOnePerson(access, text);
  if (!person.ok) return person;
  return await actOnStream(access, id, async (db, stream) => {
    if (!(await insertSubscription(db, access.organization.id, id, person.value.id))) {
      return refuse(`${person.value.name} is subscribed to ${stream.name} already.`, "member");
    }
    await record(db, access, "stream.changed", stream.name, { id, subscribed: person.value.name });
    return accept(person.value.name);
  });
}

/** Ends a person's subscription. */
export async function unsubscribe(access: Access, id: string, userId: string): Promise<Result<null>> {
  return await actOnStream(access, id, async (db, stream) => {
    if (isUuid(userId) && (await deleteSubscription(db, access.organization.id, id, userId))) {
      await record(db, access, "stream.changed", stream.name, { id, unsubscribed: userId });
    }
    return accept(null);
  });
}

async function actOnStream<Value>(
  access: Access,
  id: string,
  act: (db: Queries, stream: StreamView) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return await actInTransaction(access.database, async (db) => {
    const stream = await findStream(access, id, db);
    if (stream === undefined)
      return refuse("This stream is not here any more: somebody has deleted it. Reload the page.");
    return await act(db, stream);
  });
}

function record(db: Queries, access: Access, action: string, subject: string, details: JsonObject): Promise<void> {
  const { actor, organization } = access;
  return insertAuditEvent(db, { actor, organizationId: organization.id, action, subject, details });
}
