import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationId: string;
let whole: TestClient;
let parts: TestClient;
let okta: TestClient;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  organizationCount += 1;
  organizationId = await fixture.addOrganization(`acme${organizationCount}`);
  whole = await fixture.addClient(organizationId, "zulip");
  parts = await fixture.addClient(organizationId, "zulip", { nameFormattedIncluded: false });
  okta = await fixture.addClient(organizationId, "okta");
});

async function create(client: TestClient, name: JsonObject, more: JsonObject = {}): Promise<JsonObject> {
  const userName = `${crypto.randomUUID()}@acme.example`;
  const body = { schemas: [userSchemaUrn], userName, active: true, name, ...more };
  const answer = await fixture.send(client, "POST", "/Users", { body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

function list(client: TestClient, query: Readonly<Record<string, string>>): Promise<TestAnswer> {
  return fixture.send(client, "GET", `/Users?${new URLSearchParams(query)}`);
}

async function findNames(client: TestClient, query: Readonly<Record<string, string>>): Promise<JsonValue[]> {
  const { status, text, body } = await list(client, query);
  expect(status, text).toBe(200);
  return (Array.isArray(body.Resources) ? body.Resources : []).flatMap((found) =>
    isJsonObject(found) ? [found.displayName ?? null] : [],
  );
}

async function readNameSchema(client: TestClient): Promise<JsonObject> {
  const { body } = await fixture.send(client, "GET", `/Schemas/${userSchemaUrn}`);
  const attributes = Array.isArray(body.attributes) ? body.attributes.filter(isJsonObject) : [];
  return attributes.find(({ name }) => name === "name") ?? {};
}

describe("D-09 the schema is what the preset reads and returns", () => {
  test("a name is required, and has the parts that count", async () => {
    for (const [client, expected] of [
      [whole, ["formatted"]],
      [parts, ["familyName", "givenName"]],
    ] as const) {
      const { required, subAttributes } = await readNameSchema(client);
      const names = Array.isArray(subAttributes) ? subAttributes.filter(isJsonObject).map(({ name }) => name) : [];
      expect([required, names.sort()]).toEqual([true, expected]);
      expect(JSON.stringify(subAttributes)).not.toContain("passedOver");
    }
    const { required, subAttributes } = await readNameSchema(okta);
    expect([required, Array.isArray(subAttributes) && subAttributes.length]).toEqual([false, 6]);
  });

  test("without a name a person is refused, and the 400 says which part is missing", async () => {
    const body = { schemas: [userSchemaUrn], userName: "a@acme.example", active: true };
    for (const [client, detail] of [
      [whole, "name.formatted"],
      [parts, "name.familyName or name.givenName"],
    ] as const) {
      const answer = await fixture.send(client, "POST", "/Users", { body });
      expect(answer.body).toMatchObject({ scimType: "invalidValue", detail: expect.stringContaining(detail) });
    }
  });
});

describe("F-02 filters see what is shown", () => {
  test.each(['name.givenName eq "Ada"', "name.givenName pr", 'name.middleName eq "M"', 'name[familyName eq "King"]'])(
    "a part that does not count is refused: %s",
    async (filter) => {
      await create(okta, { givenName: "Ada", middleName: "M", familyName: "King" });
      for (const client of [whole, await fixture.addClient(organizationId, "zulip", { unknownAttributes: "keep" })]) {
        expect((await list(client, { filter })).body).toMatchObject({ status: "400", scimType: "invalidFilter" });
      }
      expect((await list(whole, { sortBy: "name.givenName" })).status).toBe(400);
    },
  );

  test("what another client stored is found by the parts in which it is shown", async () => {
    await create(okta, { givenName: "Ada Maria", familyName: "King" });
    await create(okta, { givenName: "Bob" });
    for (const [client, filter, expected] of [
      [whole, 'name.formatted eq "ada maria king"', ["Ada Maria King"]],
      [whole, 'name.formatted sw "B"', ["Bob"]],
      [whole, 'displayName co "maria"', ["Ada Maria King"]],
      [parts, 'name.givenName eq "ADA"', ["Ada Maria King"]],
      [parts, 'name.familyName eq "Maria King"', ["Ada Maria King"]],
      [parts, "not (name.familyName pr)", ["Bob"]],
      [parts, 'name.givenName eq "Ada Maria"', []],
      [parts, "name pr", ["Ada Maria King", "Bob"]],
    ] as const) {
      expect(await findNames(client, { filter, sortBy: "displayName" }), filter).toEqual(expected);
    }
    expect(await findNames(parts, { sortBy: "name.givenName", sortOrder: "descending" })).toEqual([
      "Bob",
      "Ada Maria King",
    ]);
  });
});

describe("what an identity provider sends of the other parts is passed over", () => {
  test("in POST, PUT and PATCH, so that Entra's mappings need no change", async () => {
    const made = await create(whole, { formatted: "Ada King", givenName: "X", middleName: "Y" });
    expect(made.name).toEqual({ formatted: "Ada King" });
    const path = `/Users/${String(made.id)}`;
    const Operations = [
      { op: "Replace", path: "name.givenName", value: "Z" },
      { op: "Add", path: "title", value: "Countess" },
    ];
    const patched = await fixture.send(whole, "PATCH", path, { body: { schemas: [patchOpUrn], Operations } });
    expect(patched.body).toMatchObject({ title: "Countess", name: { formatted: "Ada King" } });
    const { meta, ...sent } = made;
    const body = { ...sent, name: { formatted: "Ada King", familyName: "Q" } };
    expect((await fixture.send(whole, "PUT", path, { body })).body.name).toEqual({ formatted: "Ada King" });
    const stored = await fixture.database.pool.query("SELECT attributes->'name' AS name FROM users WHERE id = $1", [
      made.id,
    ]);
    expect(stored.rows).toEqual([{ name: { formatted: "Ada King" } }]);
  });

  test("a removal of the name is refused", async () => {
    const path = `/Users/${String((await create(whole, { formatted: "Ada King" })).id)}`;
    const Operations = [{ op: "remove", path: "name" }];
    const answer = await fixture.send(whole, "PATCH", path, { body: { schemas: [patchOpUrn], Operations } });
    expect(answer.body).toMatchObject({ status: "400", detail: expect.stringContaining("name") });
  });

  test("and told on the log row, each part once and no more than was sent", async () => {
    const readLeniencies = async (method: string, path: string, body: JsonObject) => {
      const answer = await fixture.send(whole, method, path, { body });
      expect(answer.status, answer.text).toBeLessThan(300);
      const { leniencies } = await fixture.readLogRow(answer);
      return { path: `/Users/${String(answer.body.id)}`, leniencies };
    };
    const passedOver = (part: string) => expect.stringContaining(`passed over name.${part}`);
    const person = { schemas: [userSchemaUrn], userName: "log@acme.example", active: true };
    const name = { formatted: "Ada King", middleName: "Y" };
    const { path, leniencies } = await readLeniencies("POST", "/Users", { ...person, name });
    expect(leniencies).toEqual([passedOver("middleName")]);
    const patch = async (operation: JsonObject) =>
      (await readLeniencies("PATCH", path, { schemas: [patchOpUrn], Operations: [operation] })).leniencies;
    expect(await patch({ op: "replace", path: "name.givenName", value: "X" })).toEqual([passedOver("givenName")]);
    expect(await patch({ op: "add", value: { name: { honorificPrefix: "Dr", familyName: "Q" } } })).toEqual([
      passedOver("honorificPrefix"),
      passedOver("familyName"),
    ]);
    expect(await patch({ op: "remove", path: "displayName" })).toEqual([expect.stringContaining("displayName stays")]);
    expect(await patch({ op: "replace", path: "name.formatted", value: "Ada L" })).toEqual([]);
    expect(await patch({ op: "replace", path: "title", value: "Countess" })).toEqual([]);
    expect((await readLeniencies("PUT", path, { ...person, name })).leniencies).toEqual([passedOver("middleName")]);
  });
});

test("D-03 a strict client of the preset is not told that it has the whole profile", async () => {
  for (const [preset, isAnnounced] of [
    ["zulip", undefined],
    ["generic", true],
  ] as const) {
    const client = await fixture.addClient(organizationId, preset, { strict: true });
    const { body } = await fixture.send(client, "GET", "/ServiceProviderConfig");
    expect(body.interopProfileConformant).toBe(isAnnounced);
  }
});
