import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { badgeUrn, defineAttribute } from "./testing/badge-extension";
import { createGroup, createManaged, createUser, idOf, refusalOf, sendBulk, statusesOf } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationId: string;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  organizationCount += 1;
  organizationId = await fixture.addOrganization(`acme${organizationCount}`);
});

async function read(client: TestClient, path: string): Promise<JsonObject> {
  return (await fixture.send(client, "GET", path)).body;
}

/** A circle of two groups, of which the first has these attributes. */
function circleOf(attributes: JsonObject): JsonObject[] {
  return [createGroup("a", ["bulkId:b"], attributes), createGroup("b", ["bulkId:a"])];
}

describe("B-04 only what is a group's members and a person's manager is added later", () => {
  test("an attribute of another schema that is called manager stays where it is", async () => {
    const client = await fixture.addClient(organizationId);
    await defineAttribute(fixture, client, `acme${organizationCount}`, badgeUrn, "manager");
    const results = await sendBulk(fixture, client, [
      createUser("a", { [`${badgeUrn}:manager`]: "bulkId:b" }),
      createManaged("b", "bulkId:a"),
    ]);
    expect(statusesOf(results)).toEqual(["a 201", "b 201"]);
    const [a, b] = results.map(idOf);
    const made = await read(client, `/Users/${a}`);
    expect(made[badgeUrn]).toEqual({ manager: b });
    expect(made[enterpriseUserSchemaUrn]).toBeUndefined();
    expect(await read(client, `/Users/${b}`)).toMatchObject({
      [enterpriseUserSchemaUrn]: { manager: { value: a } },
    });
  });

  test.each([
    ["an unknown URN's", "urn:foo:members"],
    ["a person's", "members"],
  ])("%s members, which are kept, are no members", async (_, name) => {
    const client = await fixture.addClient(organizationId, "generic", { unknownAttributes: "keep" });
    const results = await sendBulk(fixture, client, [
      createUser("a", { [name]: [{ value: "bulkId:b" }] }),
      createGroup("b", ["bulkId:a"]),
    ]);
    expect(statusesOf(results)).toEqual(["a 201", "b 201"]);
    const [a, b] = results.map(idOf);
    expect(JSON.stringify(await read(client, `/Users/${a}`))).toContain(`"${name}":[{"value":"${b}"}]`);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["a person's members", createUser("a", { members: [{ value: "bulkId:b" }] }), createGroup("b", ["bulkId:a"])],
    [
      "a group's manager",
      createGroup("a", [], { manager: { value: "bulkId:b" }, members: [] }),
      createManaged("b", "bulkId:a"),
    ],
    [
      "a manager where the extension has one",
      createManaged("a", "bulkId:a", { manager: "bulkId:b" }),
      createManaged("b", "bulkId:a"),
    ],
  ])("what is passed over in a request of its own is passed over here: %s", async (_, first, second) => {
    const client = await fixture.addClient(organizationId);
    expect(statusesOf(await sendBulk(fixture, client, [first, second]))).toEqual(["a 201", "b 201"]);
  });
});

describe("B-08 the body of a creation in a circle is judged as that of a request of its own", () => {
  const twice = { members: [{ value: "bulkId:b" }], Members: [{ value: "bulkId:b" }] };
  test.each<[string, "generic" | "strict", JsonObject, string]>([
    ["members twice", "generic", twice, "invalidSyntax"],
    ["members twice, strict", "strict", twice, "invalidSyntax"],
    ["one member, strict", "strict", { members: { value: "bulkId:b" } }, "invalidValue"],
    ["a text as a member, strict", "strict", { members: ["bulkId:b"] }, "invalidValue"],
    ["a type that is no text", "generic", { members: [{ value: "bulkId:b", type: 5 }] }, "invalidValue"],
    ["a type that nothing has, strict", "strict", { members: [{ value: "bulkId:b", type: "Cat" }] }, "invalidValue"],
    [
      "a sub-attribute that nobody knows, strict",
      "strict",
      { members: [{ value: "bulkId:b", x: 1 }] },
      "invalidSyntax",
    ],
  ])("%s", async (_, preset, attributes, kind) => {
    const client = await fixture.addClient(organizationId, preset);
    const [single] = [createGroup("alone", [], JSON.parse(JSON.stringify(attributes).replaceAll("bulkId:b", "x")))];
    const answer = await fixture.send(client, "POST", "/Groups", { body: single?.data ?? null });
    const results = await sendBulk(fixture, client, circleOf(attributes));
    expect([answer.status, answer.body.scimType]).toEqual([400, kind]);
    expect([...statusesOf(results), refusalOf(results[0]).kind]).toEqual(["a 400", "b 409", kind]);
    expect((await read(client, "/Groups")).totalResults).toBe(0);
  });

  test("what a request of its own takes is taken", async () => {
    const client = await fixture.addClient(organizationId);
    const member = { value: "bulkId:b", display: "B", $ref: null, type: "Group" };
    const results = await sendBulk(fixture, client, circleOf({ members: member }));
    expect(statusesOf(results)).toEqual(["a 201", "b 201"]);
    const manager = { value: "bulkId:y", displayName: "Y", $ref: "../Users/bulkId:y" };
    const people = await sendBulk(fixture, client, [
      createUser("x", { [`${enterpriseUserSchemaUrn}:manager`]: manager, title: "" }),
      createUser("y", { manager: ["bulkId:x"], schemas: [userSchemaUrn] }),
    ]);
    expect(statusesOf(people)).toEqual(["x 201", "y 201"]);
    const [x, y] = people.map(idOf);
    expect(await read(client, `/Users/${x}`)).toMatchObject({ [enterpriseUserSchemaUrn]: { manager: { value: y } } });
    expect(await read(client, `/Users/${y}`)).toMatchObject({ [enterpriseUserSchemaUrn]: { manager: { value: x } } });
  });

  test("also a strict client's, and also where bulkIds are no words", async () => {
    const client = await fixture.addClient(organizationId, "strict");
    const manager = (bulkId: string) => ({ value: `bulkId:${bulkId}`, displayName: "shown" });
    const results = await sendBulk(fixture, client, [
      createManaged('a "b"\u0000', "", { userName: "a", [enterpriseUserSchemaUrn]: { manager: manager("é /") } }),
      createManaged("é /", "", { userName: "e", [enterpriseUserSchemaUrn]: { manager: manager('a "b"\u0000') } }),
      createGroup("g", ["bulkId:h"]),
      createGroup("h", ["bulkId:g", "bulkId:é /"]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["201", "201", "201", "201"]);
  });

  test("the tolerances are noted", async () => {
    const client = await fixture.addClient(organizationId);
    const operations = circleOf({ members: { value: "bulkId:b" }, nothing: 1 });
    const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations: operations };
    const row = await fixture.readLogRow(await fixture.send(client, "POST", "/Bulk", { body }));
    expect(row.leniencies.filter((text) => text.includes("nothing"))).toHaveLength(1);
    expect(row.leniencies.filter((text) => text.includes("array of one"))).toHaveLength(1);
  });

  test("the scope comes first, as it does there", async () => {
    const client = await fixture.addClient(organizationId);
    const token = await fixture.addToken(client.id, undefined, undefined, ["users:read", "users:write"]);
    const results = await sendBulk(fixture, { ...client, token }, circleOf(twice));
    expect(statusesOf(results)).toEqual(["a 403", "b 409"]);
  });
});
