import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { defineBadge, everything, teamUrn as groupUrn, badgeUrn as userUrn } from "./testing/badge-extension";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let entra: TestClient;
let stranger: TestClient;
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  const acme = await fixture.addOrganization("acme");
  client = await fixture.addClient(acme);
  entra = await fixture.addClient(acme, "entra");
  stranger = await fixture.addClient(await fixture.addOrganization("other"));
  // The clients are known to the endpoint before the definitions are made: it must notice them by itself.
  for (const known of [client, entra, stranger]) await fixture.send(known, "GET", "/Users");
  await defineBadge(fixture, client, "acme");
});
afterAll(() => fixture.close());

async function createUser(extension: JsonObject, as = client): Promise<string> {
  count += 1;
  const userName = `user${count}@acme.example`;
  const created = await fixture.send(as, "POST", "/Users", {
    body: { schemas: [userSchemaUrn, userUrn], userName, [userUrn]: extension },
  });
  expect(created.status, created.text).toBe(201);
  return String(created.body.id);
}

function patch(id: string, operations: JsonValue, as = client): Promise<TestAnswer> {
  const body = { schemas: [patchOpUrn], Operations: operations };
  return fixture.send(as, "PATCH", `/Users/${id}`, { body });
}

async function findIds(filter: string, as = client): Promise<readonly JsonValue[]> {
  const list = await fixture.send(as, "GET", `/Users?count=1000&filter=${encodeURIComponent(filter)}`);
  expect(list.status, list.text).toBe(200);
  return (list.body.Resources as JsonObject[]).map(({ id }) => id ?? null);
}

describe("a definition", () => {
  test("D-06, D-09 is in /Schemas with all its characteristics", async () => {
    const schema = await fixture.send(client, "GET", `/Schemas/${userUrn.toUpperCase()}`);
    expect(schema.body).toMatchObject({
      id: userUrn,
      name: "Badge",
      description: "Attributes of people that acme defined.",
    });
    expect(schema.body.attributes).toContainEqual({
      name: "tag",
      type: "string",
      multiValued: false,
      description: "The attribute tag of acme.",
      required: false,
      caseExact: false,
      mutability: "readWrite",
      returned: "default",
      uniqueness: "none",
      canonicalValues: ["Gold", "Silver"],
    });
    const list = await fixture.send(client, "GET", "/Schemas");
    expect((list.body.Resources as JsonObject[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining([userUrn, groupUrn]),
    );
  });

  test("D-07 is in /ResourceTypes of its own type alone", async () => {
    const user = await fixture.send(client, "GET", "/ResourceTypes/User");
    const group = await fixture.send(client, "GET", "/ResourceTypes/Group");
    expect(user.body.schemaExtensions).toContainEqual({ schema: userUrn, required: false });
    expect(group.body.schemaExtensions).toEqual([{ schema: groupUrn, required: false }]);
  });

  test("holds for the organization's other clients and for no other organization", async () => {
    expect((await fixture.send(entra, "GET", `/Schemas/${userUrn}`)).status).toBe(200);
    expect((await fixture.send(stranger, "GET", `/Schemas/${userUrn}`)).status).toBe(404);
    const filter = encodeURIComponent(`${userUrn}:tag eq "gold"`);
    expect((await fixture.send(stranger, "GET", `/Users?filter=${filter}`)).status).toBe(400);
  });
});

describe("values", () => {
  test("of every type come back as they were sent, and so do those of a group", async () => {
    const id = await createUser(everything);
    const { body } = await fixture.send(entra, "GET", `/Users/${id}`);
    expect(body[userUrn]).toEqual(everything);
    expect(body.schemas).toEqual([userSchemaUrn, userUrn]);
    const group = await fixture.send(client, "POST", "/Groups", {
      body: { schemas: [groupSchemaUrn], displayName: "Tower", [groupUrn]: { floor: 9 } },
    });
    expect(group.body).toMatchObject({ schemas: [groupSchemaUrn, groupUrn], [groupUrn]: { floor: 9 } });
    const found = await fixture.send(client, "GET", `/Groups?filter=${encodeURIComponent(`${groupUrn}:floor ge 9`)}`);
    expect(found.body.totalResults).toBe(1);
  });

  test.each<[string, JsonObject, string]>([
    ["another canonical value", { tag: "Bronze" }, `${userUrn}:tag is "Bronze", but it must be one of: Gold, Silver.`],
    ["no boolean", { remote: "perhaps" }, "true or false"],
    ["no integer", { levels: [1.5] }, `${userUrn}:levels[0]`],
    ["an integer that cannot be held exactly", { levels: [2 ** 53] }, `${userUrn}:levels[0]`],
    ["a larger one", { levels: [1e29] }, "9007199254740991"],
    ["no decimal", { share: "much" }, "a number"],
    ["no dateTime", { since: "yesterday" }, "a date and time"],
    ["no base64", { photo: "?" }, "base64"],
    ["no text", { code: 5 }, "a text"],
    ["an object", { code: { value: "x" } }, "a text"],
  ])("C-09 %s is a 400 that says what would be right", async (_, extension, detail) => {
    const body = { schemas: [userSchemaUrn, userUrn], userName: "wrong@acme.example", [userUrn]: extension };
    const answer = await fixture.send(client, "POST", "/Users", { body });
    expect(answer.body).toMatchObject({
      status: "400",
      scimType: "invalidValue",
      detail: expect.stringContaining(detail),
    });
    const patched = await patch(await createUser({}), [{ op: "add", value: { [userUrn]: extension } }]);
    expect(patched.body).toMatchObject({ status: "400", scimType: "invalidValue" });
  });

  test.each(["1e400", "-1e999"])(
    "C-09 %s, which is no number that can be kept, is a 400 wherever it stands",
    async (number) => {
      const text = JSON.stringify({
        schemas: [userSchemaUrn, userUrn],
        userName: "wrong@acme.example",
        [userUrn]: { share: 7 },
      });
      const kept = text.replace(`"${userUrn}":{"share":7}`, '"nobody:knows":7');
      const operation = { op: "add", path: `${userUrn}:share`, value: 7 };
      const patched = JSON.stringify({ schemas: [patchOpUrn], Operations: [operation] });
      const id = await createUser({});
      for (const [method, path, body] of [
        ["POST", "/Users", text],
        ["POST", "/Users", kept],
        ["PATCH", `/Users/${id}`, patched],
      ] as const) {
        const answer = await fixture.send(entra, method, path, { text: body.replace(/\b7\b/, number) });
        expect(answer.body, answer.text).toMatchObject({ status: "400", scimType: "invalidValue" });
      }
    },
  );

  test("C-09, C-10 are read with the same tolerances as others", async () => {
    const body = {
      schemas: [userSchemaUrn],
      userName: "tolerated@acme.example",
      [userUrn.toLowerCase()]: { REMOTE: "True", levels: 4, tag: "" },
    };
    const answer = await fixture.send(client, "POST", "/Users", { body });
    expect(answer.body[userUrn]).toEqual({ remote: true, levels: [4] });
    expect((await fixture.readLogRow(answer)).leniencies).toEqual([
      expect.stringContaining(`"True" as true (${userUrn}:remote)`),
      expect.stringContaining(`the single value of ${userUrn}:levels`),
      expect.stringContaining(`unassigned (${userUrn}:tag)`),
      expect.stringContaining(`added "${userUrn}" to schemas`),
    ]);
  });
});

describe("filters", () => {
  let id: string;
  let other: string;

  beforeAll(async () => {
    id = await createUser(everything);
    other = await createUser({
      tag: "Silver",
      code: "ab",
      remote: false,
      levels: [1],
      share: 2,
      since: "2027-01-01T00:00:00Z",
    });
  });

  test.each([
    'tag eq "GOLD"',
    'tag sw "go"',
    'code eq "aB"',
    'code co "B"',
    "remote eq true",
    "levels eq 3",
    "levels gt 6",
    "levels ge 7 and levels lt 4",
    "share eq 0.5",
    "share lt 1",
    'since eq "2026-03-01T08:00:00Z"',
    'since lt "2026-12-31T00:00:00Z"',
    'photo eq "AAEC"',
    'page ew "/ada"',
    'nicknames eq "countess"',
    'nicknames co "OUNT"',
    "nicknames pr",
    'nicknames[value eq "countess"]',
    'nicknames[value sw "c" and value ew "s"]',
    'nicknames.value eq "ADA"',
    "levels[value gt 3 and value lt 9]",
  ])("F-12 %s", async (filter) => {
    for (const as of [client, entra]) {
      const ids = await findIds(
        filter.replaceAll(/\b(?=(tag|code|remote|levels|share|since|photo|page|nicknames)[ .[])/g, `${userUrn}:`),
        as,
      );
      expect(ids).toContain(id);
      expect(ids).not.toContain(other);
      expect(await findIds(filter, as)).toEqual(ids);
    }
  });

  test("F-17 schemas eq finds who has the extension", async () => {
    expect(await findIds(`schemas eq "${userUrn.toUpperCase()}"`)).toEqual(expect.arrayContaining([id, other]));
  });

  test.each(["remote gt true", 'levels eq "3"', 'since co "2026"', 'share eq "x"', "tagg pr"])(
    "F-14 %s is invalidFilter",
    async (filter) => {
      const answer = await fixture.send(client, "GET", `/Users?filter=${encodeURIComponent(`${userUrn}:${filter}`)}`);
      expect(answer.body).toMatchObject({ status: "400", scimType: "invalidFilter" });
    },
  );

  test("S-01 sortBy", async () => {
    const of = encodeURIComponent(`id eq "${id}" or id eq "${other}"`);
    for (const [name, order, ids] of [
      ["share", "ascending", [id, other]],
      ["share", "descending", [other, id]],
      ["since", "descending", [other, id]],
      ["levels", "ascending", [other, id]],
    ] as const) {
      const list = await fixture.send(
        client,
        "GET",
        `/Users?filter=${of}&sortBy=${userUrn}:${name}&sortOrder=${order}`,
      );
      expect((list.body.Resources as JsonObject[]).map((user) => user.id)).toEqual(ids);
    }
  });
});

describe("PATCH", () => {
  test.each<[string, JsonObject, JsonValue, JsonObject | undefined]>([
    ["X-04 add by path", {}, { op: "add", path: `${userUrn}:tag`, value: "Gold" }, { tag: "Gold" }],
    ["X-04 in any case", {}, { op: "Add", path: `${userUrn.toUpperCase()}:TAG`, value: "Gold" }, { tag: "Gold" }],
    ["X-05 a key of the value", {}, { op: "add", value: { [`${userUrn}:remote`]: "False" } }, { remote: false }],
    [
      "X-04 the whole extension",
      { code: "x" },
      { op: "replace", path: userUrn, value: { share: 1 } },
      { code: "x", share: 1 },
    ],
    [
      "X-06 add appends once",
      { levels: [1] },
      { op: "add", path: `${userUrn}:levels`, value: [1, 2, 2] },
      { levels: [1, 2] },
    ],
    [
      "X-06 add one",
      { nicknames: ["Ada"] },
      { op: "add", path: `${userUrn}:nicknames`, value: "ADA" },
      { nicknames: ["Ada"] },
    ],
    ["X-07 replace", { levels: [1, 2] }, { op: "replace", path: `${userUrn}:levels`, value: [3] }, { levels: [3] }],
    [
      "X-10 remove by list",
      { levels: [1, 2] },
      { op: "remove", path: `${userUrn}:levels`, value: [2] },
      { levels: [1] },
    ],
    [
      "X-10 remove one",
      { nicknames: ["Ada", "C"] },
      { op: "remove", path: `${userUrn}:nicknames`, value: "ada" },
      { nicknames: ["C"] },
    ],
    [
      "X-09 remove by a filter",
      { nicknames: ["Ada", "C"] },
      { op: "remove", path: `${userUrn}:nicknames[value eq "ADA"]` },
      { nicknames: ["C"] },
    ],
    [
      "X-08 replace by a filter",
      { levels: [1, 2] },
      { op: "replace", path: `${userUrn}:levels[value eq 2].value`, value: 5 },
      { levels: [1, 5] },
    ],
    ["X-09 remove", { tag: "Gold", code: "x" }, { op: "remove", path: `${userUrn}:tag` }, { code: "x" }],
    ["X-20 remove the last", { tag: "Gold" }, { op: "remove", path: `${userUrn}:tag` }, undefined],
    ["X-20 remove the extension", { tag: "Gold", code: "x" }, { op: "remove", path: userUrn }, undefined],
    ["X-14 null", { tag: "Gold", code: "x" }, { op: "replace", path: `${userUrn}:tag`, value: null }, { code: "x" }],
  ])("%s", async (_, before, operation, after) => {
    const id = await createUser(before);
    const answer = await patch(id, [operation]);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body[userUrn]).toEqual(after);
    expect(answer.body.schemas).toEqual(after === undefined ? [userSchemaUrn] : [userSchemaUrn, userUrn]);
  });

  test("X-18 a value filter on what has one value, and an attribute that nobody defined, are invalidPath", async () => {
    const id = await createUser({ levels: [1] });
    for (const path of [`${userUrn}:code[value eq "x"]`, `${userUrn}:nothing`]) {
      expect((await patch(id, [{ op: "remove", path }])).body).toMatchObject({
        status: "400",
        scimType: "invalidPath",
      });
    }
  });
});

describe("PUT and projection", () => {
  test("W-02 an omitted extension is cleared only if schemas names it", async () => {
    const id = await createUser({ tag: "Gold" });
    const put = (schemas: readonly string[], as = client) =>
      fixture.send(as, "PUT", `/Users/${id}`, { body: { schemas: [...schemas], userName: `put${id}@acme.example` } });
    expect((await put([userSchemaUrn])).body[userUrn]).toEqual({ tag: "Gold" });
    expect((await put([userSchemaUrn, userUrn.toUpperCase()], entra)).body[userUrn]).toBeUndefined();
  });

  test("R-03 attributes and excludedAttributes name one attribute or the extension", async () => {
    const id = await createUser(everything);
    const get = async (query: string) => (await fixture.send(client, "GET", `/Users/${id}?${query}`)).body;
    expect(await get(`attributes=${userUrn}:tag`)).toEqual({
      schemas: [userSchemaUrn, userUrn],
      id,
      [userUrn]: { tag: "gold" },
    });
    expect((await get(`attributes=${userUrn}`))[userUrn]).toEqual(everything);
    expect((await get(`excludedAttributes=${userUrn}:tag,${userUrn}:code`))[userUrn]).not.toHaveProperty("tag");
    expect(await get(`excludedAttributes=${userUrn}`)).not.toHaveProperty(userUrn);
  });
});
