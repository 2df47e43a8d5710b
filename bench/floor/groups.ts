import type { Query } from "./database";
import { createTimeOrderedId } from "./time-ordered-id";

type Group = { displayName: string; members: { value: string }[] };
type Row = { id: string; display_name: string; version: number; created: Date; last_modified: Date };

/** What the floor does with groups. */
export function createGroups(query: Query, baseUrl: string) {
  async function create({ displayName, members }: Group, requestId: string): Promise<object> {
    const id = createTimeOrderedId();
    const now = new Date();
    const ids = members.map(({ value }) => value);
    await query("createGroup", id, displayName, now.toISOString(), ids, createTimeOrderedId(), requestId);
    const row = { id, display_name: displayName, version: 1, created: now, last_modified: now };
    return { ...present(row), members };
  }

  /** A member is written, and the group's version moves, which also lets parallel requests follow each other. */
  async function addMembers(id: string, members: { value: string }[], requestId: string): Promise<void> {
    for (const { value } of members) {
      await query("addMember", id, value, new Date().toISOString(), createTimeOrderedId(), requestId);
    }
  }

  async function get(id: string, withMembers: boolean): Promise<object | undefined> {
    const [row] = await query<Row>("getGroup", id);
    if (row === undefined) return undefined;
    if (!withMembers) return present(row);
    const [found] = await query<{ members: object[] | null }>("getMembers", id, `${baseUrl}/Users/`);
    return { ...present(row), members: found?.members ?? undefined };
  }

  async function remove(id: string, requestId: string): Promise<void> {
    await query("deleteGroup", id, createTimeOrderedId(), requestId);
  }

  function present(row: Row): object {
    const location = `${baseUrl}/Groups/${row.id}`;
    const { created, last_modified: lastModified, version } = row;
    return {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      id: row.id,
      displayName: row.display_name,
      meta: { resourceType: "Group", created, lastModified, location, version: `W/"${version}"` },
    };
  }

  return { create, addMembers, get, remove };
}
