import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillDirectory } from "@/lib/db/testing/fill-directory";
import { findWalks, noteStatements } from "@/lib/db/testing/statement-plans";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

/** The tables that grow with an organization. */
const tables = new Set([
  "users",
  "groups",
  "group_memberships",
  "user_external_ids",
  "group_external_ids",
  "resource_changes",
  "request_log",
]);
const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

let fixture: EndpointFixture;
let client: TestClient;
let people: readonly string[];
let groups: readonly string[];

beforeAll(async () => {
  fixture = await createEndpointFixture();
  const organizationId = await fixture.addOrganization("filled");
  client = await fixture.addClient(organizationId);
  await fillDirectory(fixture.database, { organizationId, clientId: client.id }, { people: 10_000, groups: 2_000 });
  const select = async (text: string) =>
    (await fixture.database.pool.query<{ id: string }>(text)).rows.map(({ id }) => id);
  people = await select("SELECT id FROM users ORDER BY md5(id::text) LIMIT 20");
  groups = await select("SELECT id FROM groups ORDER BY id LIMIT 20");
}, 300_000);
afterAll(() => fixture?.close());

type Sent = { readonly method: string; readonly path: string; readonly body?: object };

/** What the statements of some requests read whole, by request. */
async function findWalksOf(
  requests: Readonly<Record<string, Sent>>,
  by = client,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const walks: Record<string, readonly string[]> = {};
  for (const [name, { method, path, body }] of Object.entries(requests)) {
    const statements = await noteStatements(async () => {
      const answer = await fixture.send(by, method, path, body === undefined ? {} : { body: body as never });
      expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(400);
    });
    expect(statements.length, name).toBeGreaterThan(0);
    const found = await Promise.all(statements.map((sent) => findWalks(fixture.database.pool, sent, tables)));
    if (found.flat().length > 0) walks[name] = [...new Set(found.flat())];
  }
  return walks;
}

const get = (path: string, parameters: Readonly<Record<string, string>> = {}): Sent => ({
  method: "GET",
  path: `${path}?${new URLSearchParams(parameters)}`,
});
const users = (filter: string, more: Readonly<Record<string, string>> = {}) => get("/Users", { filter, ...more });
const groupsBy = (filter: string) => get("/Groups", { filter, excludedAttributes: "members" });
const patch = (path: string, ...Operations: readonly object[]): Sent => ({
  method: "PATCH",
  path,
  body: { schemas: [patchUrn], Operations },
});

describe("in a large organization an index leads to what is asked", () => {
  test("reads", async () => {
    const [person = "", other = ""] = people;
    const [everybody = "", small = ""] = groups;
    const next = (await fixture.send(client, "GET", "/Users?cursor=&count=10")).body.nextCursor;
    const nextSorted = (await fixture.send(client, "GET", "/Users?sortBy=userName&cursor=&count=10")).body.nextCursor;
    const walks = await findWalksOf({
      person: get(`/Users/${person}`),
      userName: users('userName eq "PERSON.77@filled.example"'),
      "userName of nobody": users('userName eq "nobody"'),
      "userName begins": users('userName sw "person.777"'),
      externalId: users('externalId eq "xperson.77@filled.example"'),
      "e-mail by type": users('emails[type eq "work"].value eq "person.77@filled.example"'),
      "e-mail value path": users('emails[type eq "work" and value eq "person.77@filled.example"]'),
      "e-mail value": users('emails.value eq "person.77@filled.example"'),
      "employee number": users(`${enterpriseUrn}:employeeNumber eq "77"`),
      "userName or externalId": users('userName eq "person.77@filled.example" or externalId eq "x"'),
      "userName and active": users('userName eq "person.77@filled.example" and active eq true'),
      id: users(`id eq "${person}"`),
      "id and manager": users(`id eq "${person}" and manager eq "${other}"`, { attributes: "id" }),
      "groups of people": users(`groups.value eq "${small}"`),
      "group name": groupsBy('displayName eq "group 7"'),
      "group externalId": groupsBy('externalId eq "xGroup 7"'),
      "group and member": groupsBy(`id eq "${everybody}" and members eq "${person}"`),
      "group and member value path": groupsBy(`id eq "${everybody}" and members[value eq "${person}"]`),
      member: groupsBy(`members.value eq "${person}"`),
      group: get(`/Groups/${everybody}`, { excludedAttributes: "members" }),
      "group with members": get(`/Groups/${small}`),
      "first page": get("/Users"),
      "first page of groups": get("/Groups", { excludedAttributes: "members" }),
      "first cursor page": get("/Users", { cursor: "", count: "10" }),
      "cursor page": get("/Users", { cursor: String(next), count: "10" }),
      "sorted page": get("/Users", { sortBy: "userName", count: "10" }),
      "sorted cursor page": get("/Users", { sortBy: "userName", cursor: String(nextSorted), count: "10" }),
      search: {
        method: "POST",
        path: "/Users/.search",
        body: {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
          filter: 'userName eq "person.77@filled.example"',
        },
      },
    });
    expect(walks).toEqual({});
  });

  test("writes", async () => {
    const [person = "", gone = "", member = ""] = people;
    const [everybody = "", small = "", emptied = ""] = groups;
    const walks = await findWalksOf({
      create: {
        method: "POST",
        path: "/Users",
        body: {
          schemas: [userUrn],
          userName: "new@filled.example",
          externalId: "new",
          [enterpriseUrn]: { manager: person },
        },
      },
      "patch title": patch(`/Users/${person}`, { op: "replace", path: "title", value: "Countess" }),
      "patch active": patch(`/Users/${person}`, { op: "replace", value: { active: false } }),
      put: { method: "PUT", path: `/Users/${person}`, body: { schemas: [userUrn], userName: "put@filled.example" } },
      delete: { method: "DELETE", path: `/Users/${gone}` },
      "create group": {
        method: "POST",
        path: "/Groups",
        body: { schemas: [groupUrn], displayName: "New", externalId: "new", members: [{ value: person }] },
      },
      "remove member": patch(`/Groups/${everybody}`, { op: "remove", path: `members[value eq "${member}"]` }),
      "add member": patch(`/Groups/${everybody}`, { op: "add", path: "members", value: [{ value: member }] }),
      rename: patch(`/Groups/${small}`, { op: "replace", value: { displayName: "Renamed" } }),
      "replace members": patch(`/Groups/${small}`, { op: "replace", path: "members", value: [{ value: member }] }),
      "put group": {
        method: "PUT",
        path: `/Groups/${emptied}`,
        body: { schemas: [groupUrn], displayName: "Put", members: [] },
      },
      "delete group": { method: "DELETE", path: `/Groups/${emptied}` },
    });
    expect(walks).toEqual({});
  });

  test("and where none does, it shows", async () => {
    const walks = await findWalksOf({
      "contained in userName": users('userName co "777"'),
      "not active": users("active eq false"),
      "sorted by a name": get("/Users", { sortBy: "name.familyName", count: "10" }),
    });
    expect(Object.keys(walks)).toEqual(["contained in userName", "not active", "sorted by a name"]);
  });

  test("also while the statistics know nothing of the organization yet", async () => {
    const organizationId = await fixture.addOrganization("grown");
    const newcomer = await fixture.addClient(organizationId);
    await fixture.database.pool.query(
      `INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
       SELECT uuidv7(), $1, 'Grown ' || n, 'grown ' || n, '{}', '{}', now(), now() FROM generate_series(1, 2000) AS n`,
      [organizationId],
    );
    await fixture.database.pool.query(
      `INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, full_name, full_name_folded, attributes,
         search, created, last_modified)
       SELECT uuidv7(), $1, 'grown.' || n, 'grown.' || n, true, 'member', 'Grown ' || n, 'grown ' || n, '{}', '{}', now(), now()
       FROM generate_series(1, 2000) AS n`,
      [organizationId],
    );
    const create = async (path: string, body: object) =>
      String((await fixture.send(newcomer, "POST", path, { body: body as never })).body.id);
    const person = await create("/Users", { schemas: [userUrn], userName: "first@grown.example" });
    const group = await create("/Groups", { schemas: [groupUrn], displayName: "First" });
    const walks = await findWalksOf(
      {
        person: get(`/Users/${person}`),
        userName: users('userName eq "grown.77"'),
        "userName of nobody": users('userName eq "nobody"'),
        "userName and active": users('userName eq "grown.77" and active eq true'),
        externalId: users('externalId eq "77"'),
        "e-mail value": users('emails.value eq "grown.77@grown.example"'),
        "e-mail by type": users('emails[type eq "work"].value eq "grown.77@grown.example"'),
        create: { method: "POST", path: "/Users", body: { schemas: [userUrn], userName: "second@grown.example" } },
        "group name": groupsBy('displayName eq "grown 77"'),
        "group name, with members": get("/Groups", { filter: 'displayName eq "grown 77"' }),
        "group externalId": groupsBy('externalId eq "77"'),
        group: get(`/Groups/${group}`),
        patch: patch(`/Users/${person}`, { op: "replace", path: "title", value: "Countess" }),
        "create group": {
          method: "POST",
          path: "/Groups",
          body: { schemas: [groupUrn], displayName: "Second", members: [{ value: person }] },
        },
        "add member": patch(`/Groups/${group}`, { op: "add", path: "members", value: [{ value: person }] }),
        "remove member": patch(`/Groups/${group}`, { op: "remove", path: `members[value eq "${person}"]` }),
        "delete person": { method: "DELETE", path: `/Users/${person}` },
        "delete group": { method: "DELETE", path: `/Groups/${group}` },
      },
      newcomer,
    );
    expect(walks).toEqual({});
  });

  test("what refers to a person, a group or a SCIM client is found by an index when it goes", async () => {
    // The statements by which PostgreSQL follows a foreign key are planned by themselves, whenever a row goes.
    const { rows } = await fixture.database.pool.query<{ name: string }>(
      `SELECT c.conname AS name FROM pg_constraint c
       WHERE c.contype = 'f' AND c.confrelid = ANY('{users,groups,scim_clients}'::regclass[]) AND NOT EXISTS (
         SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = c.conrelid AND a.attnum = ANY(c.conkey)
           AND (a.attname <> 'organization_id' OR i.indkey[1] = ANY(c.conkey)))`,
    );
    expect(rows).toEqual([]);
  });
});
