import { type ChangeRow, findNames, listGroupHistory, listPersonHistory } from "@/lib/db/change-history";
import type { Access } from "../access";
import type { ClientName } from "./client-names";
import { type DiffLine, describeChange, listDiffLines } from "./describe-change";

export type Linked = { readonly name: string; readonly href: string | undefined };

/** One change in a timeline. */
export type HistoryEntry = {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly actor: Linked;
  /** What they did, after their name. */
  readonly sentence: string;
  readonly lines: readonly DiffLine[];
  /** Members that came or went: some by name, and how many more. */
  readonly added: MembersShown;
  readonly removed: MembersShown;
  /** The request that made the change, in the activity log. */
  readonly requestHref: string | undefined;
};

export type MembersShown = { readonly named: readonly Linked[]; readonly more: number };

export type History = {
  readonly entries: readonly HistoryEntry[];
  /** The id of the change after which there are earlier ones. */
  readonly earlier: string | undefined;
};

const pageSize = 20;

type Clients = ReadonlyMap<string, ClientName>;
type Names = Awaited<ReturnType<typeof findNames>>;

/** What happened to a person, the latest first: their own changes, and the groups they came into and left. */
export async function readPersonHistory(
  { database, organization }: Access,
  person: { readonly id: string; readonly name: string },
  clients: Clients,
  before: string | undefined,
): Promise<History> {
  const page = { limit: pageSize + 1, ...(before === undefined ? {} : { before }) };
  const rows = await listPersonHistory(database, organization.id, person.id, page);
  const shown = rows.slice(0, pageSize);
  const names = await findNames(database, organization.id, listIds(shown));
  return {
    entries: shown.map((row) => {
      const groupName = row.resourceType === "Group" ? nameGroup(row, names) : undefined;
      const entry = createEntry(row, describeChange(row, person.name, groupName), clients, names);
      // In the history of a person, the sentence says it all about a group's change.
      return groupName === undefined ? entry : { ...entry, lines: [], added: nobody, removed: nobody };
    }),
    earlier: rows.length > pageSize ? shown.at(-1)?.id : undefined,
  };
}

/** What happened to a group, the latest first. */
export async function readGroupHistory(
  { database, organization }: Access,
  group: { readonly id: string; readonly name: string },
  clients: Clients,
  before: string | undefined,
): Promise<History> {
  const page = { limit: pageSize + 1, ...(before === undefined ? {} : { before }) };
  const rows = await listGroupHistory(database, organization.id, group.id, page);
  const shown = rows.slice(0, pageSize);
  const names = await findNames(database, organization.id, listIds(shown));
  return {
    entries: shown.map((row) => createEntry(row, describeChange(row, group.name), clients, names)),
    earlier: rows.length > pageSize ? shown.at(-1)?.id : undefined,
  };
}

const nobody: MembersShown = { named: [], more: 0 };

function listIds(rows: readonly ChangeRow[]): string[] {
  return rows.flatMap(({ resourceId, actorKind, actorId, added, removed }) => [
    resourceId,
    ...(actorKind === "person" && actorId !== null ? [actorId] : []),
    ...added.first,
    ...removed.first,
  ]);
}

function nameGroup({ resourceId, after }: ChangeRow, names: Names): string {
  const name = names.get(resourceId)?.name ?? after?.displayName;
  return typeof name === "string" ? name : "that was deleted since";
}

function createEntry(row: ChangeRow, sentence: string, clients: Clients, names: Names): HistoryEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: describeActor(row, clients, names),
    sentence,
    lines: listDiffLines(row.before, row.after),
    added: showMembers(row.added, names),
    removed: showMembers(row.removed, names),
    requestHref: row.requestId === null ? undefined : `/activity/${row.requestId}`,
  };
}

function showMembers({ count, first }: ChangeRow["added"], names: Names): MembersShown {
  return { named: first.map((id) => linkTo(id, names)), more: count - first.length };
}

function linkTo(id: string, names: Names): Linked {
  const found = names.get(id);
  if (found === undefined) return { name: "somebody who was deleted since", href: undefined };
  return { name: found.name, href: `/${found.kind === "User" ? "people" : "groups"}/${id}` };
}

/** Who made a change: the SCIM client by its name, the person, or Roster itself. */
function describeActor(
  { actorKind, actorId }: Pick<ChangeRow, "actorKind" | "actorId">,
  clients: Clients,
  names: Names,
): Linked {
  if (actorKind === "system" || actorId === null) return { name: "Roster", href: undefined };
  if (actorKind === "person") {
    const person = names.get(actorId);
    return person === undefined
      ? { name: "Somebody who is not here any more", href: undefined }
      : { name: person.name, href: `/people/${actorId}` };
  }
  const client = clients.get(actorId);
  return client === undefined
    ? { name: "A SCIM client that was removed", href: undefined }
    : { name: client.name, href: `/scim-clients/${actorId}` };
}
