import type { Query } from "./database";
import { createTimeOrderedId } from "./time-ordered-id";

type Attributes = Record<string, unknown>;
type User = Attributes & { userName: string; displayName: string; externalId: string };
type Row = {
  id: string;
  user_name: string;
  display_name: string;
  active: boolean;
  role: string;
  attributes: Attributes;
  version: number;
  created: Date;
  last_modified: Date;
  external_id: string;
  groups: { value: string; display: string }[] | null;
  total?: number;
};

/** What the floor does with people. */
export function createPeople(query: Query, baseUrl: string) {
  async function create(user: User, requestId: string): Promise<object> {
    const id = createTimeOrderedId();
    const now = new Date();
    const { schemas, userName, displayName, externalId, active, ...attributes } = user;
    const stored = [JSON.stringify(attributes), fold(attributes), now.toISOString(), externalId];
    const change = [createTimeOrderedId(), requestId, JSON.stringify(user)];
    await query("createUser", id, userName, displayName, ...stored, ...change);
    return { ...user, id, role: "member", meta: createMeta(id, 1, now, now) };
  }

  async function read(id: string): Promise<Row | undefined> {
    return (await query<Row>("getUser", id))[0];
  }

  /** Reads, computes and writes if nobody else wrote, as any change in general has to. */
  async function update(
    id: string,
    requestId: string,
    compute: (
      attributes: Attributes,
      active: boolean,
    ) => { attributes: Attributes; active: boolean; changed: Attributes },
  ): Promise<object | undefined> {
    for (;;) {
      const current = await read(id);
      if (current === undefined) return undefined;
      const { attributes, active, changed } = compute(current.attributes, current.active);
      const before = Object.fromEntries(
        Object.keys(changed).map((name) => [name, name === "active" ? current.active : current.attributes[name]]),
      );
      const now = new Date();
      const next = [JSON.stringify(attributes), fold(attributes), active, now.toISOString()];
      const change = [createTimeOrderedId(), requestId, JSON.stringify(before), JSON.stringify(changed)];
      // Nobody else wrote if a change was inserted.
      const written = await query("updateUser", id, current.version, ...next, ...change);
      if (written.length === 1) {
        return present({ ...current, attributes, active, version: current.version + 1, last_modified: now });
      }
    }
  }

  function patch(id: string, operations: { path?: string; value: unknown }[], requestId: string) {
    return update(id, requestId, (attributes, wasActive) => {
      const changed: Attributes = {};
      for (const { path, value } of operations) Object.assign(changed, path === undefined ? value : { [path]: value });
      const { active = wasActive, ...others } = changed;
      return { attributes: { ...attributes, ...others }, active: active === true, changed };
    });
  }

  function replace(id: string, user: User, requestId: string) {
    return update(id, requestId, (old) => {
      const { schemas, id: _id, userName, displayName, externalId, active, ...attributes } = user;
      const names = Object.keys(attributes).filter(
        (name) => JSON.stringify(attributes[name]) !== JSON.stringify(old[name]),
      );
      return {
        attributes,
        active: active === true,
        changed: Object.fromEntries(names.map((name) => [name, attributes[name]])),
      };
    });
  }

  async function remove(id: string, requestId: string): Promise<void> {
    await query("deleteUser", id, createTimeOrderedId(), requestId);
  }

  async function list(search: URLSearchParams): Promise<object> {
    const filter = search.get("filter");
    if (filter !== null) {
      const rows = await find(filter);
      return createList(rows, rows.length, 1);
    }
    const count = Number(search.get("count"));
    const cursor = search.get("cursor");
    if (cursor !== null) return await listByCursor(cursor, count);
    const startIndex = Number(search.get("startIndex"));
    const statement = search.has("sortBy") ? "listUsersByName" : "listUsers";
    const rows = await query<Row>(statement, count, startIndex - 1);
    return createList(rows, rows[0]?.total ?? 0, startIndex);
  }

  /** A cursor is the total and the id that the page before ended with. */
  async function listByCursor(cursor: string, count: number): Promise<object> {
    const [known, after = "00000000-0000-0000-0000-000000000000"] = cursor === "" ? [] : cursor.split(".");
    const total = known ?? (await query<{ total: number }>("countUsers"))[0]?.total;
    const rows = await query<Row>("listUsersAfter", count, after);
    const last = rows.length < count ? undefined : rows.at(-1);
    const page = createList(rows, Number(total), undefined);
    return last === undefined ? page : { ...page, nextCursor: `${total}.${last.id}` };
  }

  async function find(filter: string): Promise<Row[]> {
    const [, path, value = ""] = /^(.*) eq "(.*)"$/.exec(filter) ?? [];
    if (path === "userName") return await query<Row>("findByUserName", value);
    if (path === "externalId") return await query<Row>("findByExternalId", value);
    return await query<Row>("findByAttributes", fold({ emails: [{ type: "work", value }] }));
  }

  function createList(rows: readonly Row[], totalResults: number, startIndex: number | undefined): object {
    return {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults,
      startIndex,
      itemsPerPage: rows.length,
      Resources: rows.map(present),
    };
  }

  function present(row: Row): object {
    return {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      id: row.id,
      externalId: row.external_id,
      userName: row.user_name,
      displayName: row.display_name,
      active: row.active,
      role: row.role,
      ...row.attributes,
      ...(row.groups === null ? {} : { groups: row.groups }),
      meta: createMeta(row.id, row.version, row.created, row.last_modified),
    };
  }

  function createMeta(id: string, version: number, created: Date, lastModified: Date): object {
    const location = `${baseUrl}/Users/${id}`;
    return { resourceType: "User", created, lastModified, location, version: `W/"${version}"` };
  }

  const get = async (id: string) => {
    const row = await read(id);
    return row && present(row);
  };
  return { create, get, list, patch, replace, remove };
}

/** What filters look at. */
function fold(attributes: Attributes): string {
  return JSON.stringify(attributes, (_, value) => (typeof value === "string" ? value.toLowerCase() : value));
}
