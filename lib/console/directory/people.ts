import { findPeople, type PeopleFilter, type PeoplePosition, type PeopleSort } from "@/lib/db/people-list";
import { findOrigins, type PersonOrigin } from "@/lib/db/people-origins";
import { isRole, type Role } from "@/lib/directory/role";
import { explainRole } from "@/lib/directory/role-source";
import type { Access } from "../access";
import { type ClientName, findManagers, readClientNames } from "./client-names";
import { labelRoleSource } from "./describe-role";
import { cutPage, formatPosition, readParam, readPosition, type SearchParams } from "./list-position";

/** What an address of the list of people asks for. */
export type PeopleQuery = {
  readonly filter: PeopleFilter;
  readonly sort: PeopleSort;
  readonly after?: PeoplePosition;
  readonly before?: PeoplePosition;
};

export type PersonListItem = {
  readonly id: string;
  readonly name: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly isActive: boolean;
  readonly role: Role;
  /** Where the role came from, such as "Okta: roles". */
  readonly roleSource: string;
  /** The names of the SCIM clients that manage the person; empty: by hand. */
  readonly managedBy: readonly string[];
  /** ISO 8601 */
  readonly lastChange: string;
};

export type PeopleList = {
  readonly people: readonly PersonListItem[];
  /** Counted up to `mostCounted`; one more says that there are more. */
  readonly count: number;
  /** What the addresses of the pages before and after this one say beside the filters. */
  readonly previous: { readonly before: string } | undefined;
  readonly next: { readonly after: string } | undefined;
};

const peoplePageSize = 50;
export const mostCounted = 10_000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isId = (text: string | undefined): text is string => text !== undefined && uuid.test(text);

/** Reads what an address asks for; what makes no sense is passed over. */
export function readPeopleQuery(params: SearchParams): PeopleQuery {
  const text = readParam(params, "text");
  const state = readParam(params, "state");
  const role = readParam(params, "role");
  const client = readParam(params, "client");
  const group = readParam(params, "group");
  const stream = readParam(params, "stream");
  const sort = readParam(params, "sort");
  const by = sort?.endsWith("change") ? "change" : "name";
  const before = readPlace(by, readParam(params, "before"));
  const after = before === undefined ? readPlace(by, readParam(params, "after")) : undefined;
  return {
    filter: {
      ...(text === undefined ? {} : { text: text.slice(0, 200) }),
      ...(state === "active" || state === "deactivated" ? { active: state === "active" } : {}),
      ...(isRole(role) ? { role } : {}),
      ...(client === "hand" || isId(client) ? { managedBy: client } : {}),
      ...(isId(group) ? { groupId: group } : {}),
      ...(isId(stream) ? { streamId: stream } : {}),
    },
    sort: { by, descending: sort?.startsWith("-") ?? false },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function readPlace(by: PeopleSort["by"], text: string | undefined): PeoplePosition | undefined {
  const place = readPosition(text);
  return place !== undefined && by === "change" && Number.isNaN(Date.parse(place.key)) ? undefined : place;
}

/** The address of a list of people with these filters, this order and, where given, this page. */
export function formatPeopleAddress(
  { filter, sort }: Pick<PeopleQuery, "filter" | "sort">,
  page: { readonly before?: string; readonly after?: string } = {},
): string {
  const { text, active, role, managedBy, groupId, streamId } = filter;
  const params = new URLSearchParams({
    ...(text === undefined ? {} : { text }),
    ...(active === undefined ? {} : { state: active ? "active" : "deactivated" }),
    ...(role === undefined ? {} : { role }),
    ...(managedBy === undefined ? {} : { client: managedBy }),
    ...(groupId === undefined ? {} : { group: groupId }),
    ...(streamId === undefined ? {} : { stream: streamId }),
    ...(sort.by === "name" && !sort.descending ? {} : { sort: `${sort.descending ? "-" : ""}${sort.by}` }),
    ...page,
  });
  return params.size === 0 ? "/people" : `/people?${params}`;
}

/** One page of the organization's people. */
export async function listPeople(
  { database, organization }: Access,
  { filter, sort, before, after }: PeopleQuery,
  limit = peoplePageSize,
): Promise<PeopleList> {
  const page = { limit, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  const [found, clients] = await Promise.all([
    findPeople(database, organization.id, filter, sort, page, mostCounted),
    readClientNames({ database, organization }),
  ]);
  const isBackwards = before !== undefined;
  const { rows, hasPrevious, hasNext } = cutPage(found.rows, limit, { isBackwards, isFirst: !isBackwards && !after });
  const origins = await findOrigins(
    database,
    organization.id,
    rows.map(({ id }) => id),
  );
  const first = rows.at(0);
  const last = rows.at(-1);
  return {
    people: rows.map(({ fullName, active, email, lastModified, key: _, ...row }) => ({
      ...row,
      name: fullName,
      email: email ?? undefined,
      isActive: active,
      ...describeOrigin(origins.get(row.id), clients),
      lastChange: lastModified.toISOString(),
    })),
    count: found.count,
    previous: hasPrevious && first ? { before: formatPosition(first) } : undefined,
    next: hasNext && last ? { after: formatPosition(last) } : undefined,
  };
}

function describeOrigin(
  origin: PersonOrigin | undefined,
  clients: ReadonlyMap<string, ClientName>,
): Pick<PersonListItem, "roleSource" | "managedBy"> {
  if (origin === undefined) return { roleSource: "", managedBy: [] };
  const client = clients.get(origin.roleActorId ?? "");
  const source = explainRole(origin.decision, client?.defaultRole);
  return {
    roleSource: labelRoleSource(source, client?.name),
    managedBy: findManagers(clients, origin).map(({ name }) => name),
  };
}
