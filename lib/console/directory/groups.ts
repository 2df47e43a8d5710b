import { hasMemberChanges } from "@/lib/db/change-history";
import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { countGroups, findGroupDetails, listGroupRows } from "@/lib/db/group-list";
import { isUuid } from "@/lib/db/uuid";
import type { Access } from "../access";
import { getScimBaseUrl } from "../setup-page";
import { type AttributeSection, describeAttributes } from "./attributes";
import { type ClientName, findManagers, readClientNames } from "./client-names";
import { cutPage, formatPosition, readParam, readPosition, type SearchParams } from "./list-position";
import { mostCounted } from "./people";

export type GroupListItem = {
  readonly id: string;
  readonly name: string;
  /** Counted up to `mostCounted`; one more says that there are more. */
  readonly people: number;
  readonly groups: number;
  /** The names of the SCIM clients that manage the group; empty: by hand. */
  readonly managedBy: readonly string[];
  /** ISO 8601 */
  readonly lastChange: string;
};

export type GroupsQuery = { readonly text?: string; readonly after?: string; readonly before?: string };

const pageSize = 50;

/** Reads what an address of the list of groups asks for. */
export function readGroupsQuery(params: SearchParams): GroupsQuery {
  const text = readParam(params, "text");
  const before = readPosition(readParam(params, "before"))?.key;
  const after = readPosition(readParam(params, "after"))?.key;
  return {
    ...(text === undefined ? {} : { text: text.slice(0, 200) }),
    ...(before === undefined ? (after === undefined ? {} : { after }) : { before }),
  };
}

function formatGroupsAddress({ text }: GroupsQuery, page: Readonly<Record<string, string>>): string {
  return `/groups?${new URLSearchParams({ ...(text === undefined ? {} : { text }), ...page })}`;
}

/** One page of the organization's groups, by name. */
export async function listGroups(
  access: Access,
  query: GroupsQuery,
): Promise<{
  readonly groups: readonly GroupListItem[];
  readonly count: number;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}> {
  const { database, organization } = access;
  const { text, ...place } = query;
  const [found, count, clients] = await Promise.all([
    listGroupRows(database, organization.id, text, { ...place, limit: pageSize }),
    countGroups(database, organization.id, text, mostCounted),
    readClientNames(access),
  ]);
  const isBackwards = query.before !== undefined;
  const isFirst = !isBackwards && query.after === undefined;
  const { rows, hasPrevious, hasNext } = cutPage(found, pageSize, { isBackwards, isFirst });
  const first = rows.at(0);
  const last = rows.at(-1);
  return {
    groups: rows.map(({ id, name, people, groups, lastModified, ...origin }) => ({
      id,
      name,
      people,
      groups,
      managedBy: findManagers(clients, origin).map((client) => client.name),
      lastChange: lastModified.toISOString(),
    })),
    count,
    previous: hasPrevious && first ? formatGroupsAddress(query, { before: formatPosition(first) }) : undefined,
    next: hasNext && last ? formatGroupsAddress(query, { after: formatPosition(last) }) : undefined,
  };
}

/** A group as its page shows it; its people come in pages of their own. */
export type GroupView = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** ISO 8601 */
  readonly created: string;
  readonly lastChange: string;
  readonly people: number;
  readonly nested: readonly { readonly id: string; readonly name: string }[];
  readonly nestedIn: readonly { readonly id: string; readonly name: string }[];
  readonly externalIds: readonly { readonly client: string; readonly clientId: string; readonly externalId: string }[];
  readonly managers: readonly ClientName[];
  readonly attributes: readonly AttributeSection[];
  /** True for a group that a SCIM client manages and of which no members were ever sent. */
  readonly neverHadMembers: boolean;
};

/** A group of the open organization; undefined for what is no id, or another organization's group. */
export async function findGroup(access: Access, id: string): Promise<GroupView | undefined> {
  if (!isUuid(id)) return undefined;
  const { database, organization } = access;
  const store = createDirectoryStore(database, getScimBaseUrl());
  const nobody = "00000000-0000-0000-0000-000000000000";
  const scope = { organizationId: organization.id, scimClientId: nobody, customAttributes: [] };
  const [group, details, clients, customAttributes] = await Promise.all([
    store.findGroup(scope, id, { members: false }),
    findGroupDetails(database, organization.id, id),
    readClientNames(access),
    listCustomAttributes(database.prisma, organization.id),
  ]);
  if (group === undefined || details === undefined) return undefined;
  const { people, nested, nestedIn, externalIds, lastClientId } = details;
  const knownTo = externalIds.map(({ scimClientId }) => scimClientId);
  const managers = findManagers(clients, { knownTo, lastClientId });
  const isEmpty = people === 0 && nested.length === 0;
  return {
    id,
    name: group.displayName,
    version: group.version,
    created: group.created.toISOString(),
    lastChange: group.lastModified.toISOString(),
    people,
    nested,
    nestedIn,
    externalIds: externalIds.map(({ scimClientId, externalId }) => ({
      client: clients.get(scimClientId)?.name ?? "",
      clientId: scimClientId,
      externalId,
    })),
    managers,
    attributes: describeAttributes("group", group.attributes, customAttributes),
    neverHadMembers: isEmpty && managers.length > 0 && !(await hasMemberChanges(database, organization.id, id)),
  };
}
