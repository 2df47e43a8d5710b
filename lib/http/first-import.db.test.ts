import { expect, test } from "vitest";
import { countRowsRead } from "@/lib/db/testing/rows-read";
import { createEndpointFixture } from "./testing/endpoint-fixture";

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const tables = [
  "users",
  "groups",
  "group_memberships",
  "nested_groups",
  "user_external_ids",
  "group_external_ids",
  "resource_changes",
];

test("a first import into empty tables reads few rows a request, though the plans were made when nothing was there", async () => {
  const fixture = await createEndpointFixture();
  const { pool } = fixture.database;
  const client = await fixture.addClient(await fixture.addOrganization("fresh"));
  for (const table of tables) await pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  let requests = 0;
  const send = async (method: string, path: string, body?: object) => {
    requests += 1;
    const answer = await fixture.send(client, method, path, body === undefined ? {} : { body: body as never });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  const find = (type: string, filter: string, excludedAttributes = "title") =>
    send("GET", `/${type}?${new URLSearchParams({ filter, excludedAttributes })}`);
  const patch = (path: string, ...Operations: readonly object[]) =>
    send("PATCH", path, { schemas: [patchUrn], Operations });
  /** As an identity provider does it: ten requests at a time, on all connections. */
  const each = async <Result>(count: number, act: (n: number) => Promise<Result>): Promise<Result[]> => {
    const results: Result[] = [];
    for (let begun = 0; begun < count; begun += 10) {
      results.push(...(await Promise.all(Array.from({ length: 10 }, (_, n) => act(begun + n)))));
    }
    return results;
  };

  const people = await each(200, async (n) => {
    const userName = `person.${n}@fresh.example`;
    await find("Users", `userName eq "${userName}"`);
    await find("Users", `externalId eq "${n}"`);
    await find("Users", `emails[type eq "work"].value eq "${userName}"`);
    const emails = [{ value: userName, type: "work" }];
    return String((await send("POST", "/Users", { schemas: [userUrn], userName, externalId: String(n), emails })).id);
  });
  const groups = await each(50, async (n) => {
    await find("Groups", `displayName eq "Group ${n}"`);
    return String((await send("POST", "/Groups", { schemas: [groupUrn], displayName: `Group ${n}` })).id);
  });
  await each(150, async (n) => {
    const value = people[n];
    await patch(`/Groups/${groups[n % 50]}`, { op: "add", path: "members", value: [{ value }] });
    await find("Groups", `members.value eq "${value}"`, "members");
    await patch(`/Users/${value}`, { op: "replace", path: "active", value: false });
  });
  await each(50, async (n) => {
    await patch(`/Groups/${groups[n]}`, { op: "remove", path: `members[value eq "${people[n]}"]` });
    await send("GET", `/Users/${people[n]}`);
    await send("DELETE", `/Users/${people[n]}`);
  });
  await each(50, (n) => send("DELETE", `/Groups/${groups[n]}`));

  const read = await countRowsRead(pool.options.connectionString, tables);
  expect([...read].filter(([, rows]) => rows > 2 * requests)).toEqual([]);
  await fixture.close();
}, 300_000);
