import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, searchRequestUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("lists"));
  for (const title of ["c", "B", undefined]) {
    await createUser(client, { userName: `person ${title}`, ...(title === undefined ? {} : { title }) });
  }
  for (const name of ["beta", "Alpha"]) await createGroup(client, name);
});

afterAll(() => fixture?.close());

async function createUser(by: TestClient, attributes: JsonObject): Promise<string> {
  const answer = await fixture.send(by, "POST", "/Users", { body: { schemas: [userSchemaUrn], ...attributes } });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.body.id);
}

async function createGroup(by: TestClient, displayName: string): Promise<string> {
  const answer = await fixture.send(by, "POST", "/Groups", { body: { schemas: [groupSchemaUrn], displayName } });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.body.id);
}

function list(path: string, query: Record<string, string> = {}, by = client): Promise<TestAnswer> {
  return fixture.send(by, "GET", `${path}?${new URLSearchParams(query)}`);
}

function search(path: string, members: JsonObject = {}, by = client): Promise<TestAnswer> {
  return fixture.send(by, "POST", `${path}/.search`, { body: { schemas: [searchRequestUrn], ...members } });
}

function resourcesOf({ status, text, body }: TestAnswer): JsonObject[] {
  expect(status, text).toBe(200);
  return Array.isArray(body.Resources) ? body.Resources.filter(isJsonObject) : [];
}

describe("law: whatever is asked of a list is answered or refused", () => {
  const known = fc.constantFrom(
    "userName",
    "NAME.familyName",
    "displayName",
    "emails.value",
    "meta.created",
    "schemas",
    "id",
  );
  const odd = fc.oneof(
    fc.constantFrom("groups", "members.value", `${userSchemaUrn}:title`, "x:y", "manager.displayName", "addresses", ""),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const path = fc.oneof({ weight: 5, arbitrary: known }, { weight: 1, arbitrary: odd });
  const members = fc.record(
    {
      sortBy: path,
      sortOrder: fc.constantFrom("ascending", "DESCENDING", "Ascending", "up"),
      filter: fc.oneof(
        path.map((name) => `${name} pr`),
        path.map((name) => `not (${name} pr) or displayName sw "b"`),
        path.map((name) => `${name} eq "a"`),
      ),
      count: fc.constantFrom<JsonValue>(0, 1, 2, 3, 1_000, -1, 1e21, 1.5, "7", "x", null),
      startIndex: fc.constantFrom<JsonValue>(null, null, 0, 2, -1, 1e300, "3"),
      cursor: fc.constantFrom<JsonValue>("", "", "", null, "x.y", "\u0000"),
      attributes: fc.array(path, { maxLength: 2 }),
      [searchRequestUrn]: fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value))),
    },
    { requiredKeys: [] },
  );

  test("and a search leads to what a list leads to", async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("/Users", "/Groups", ""), members, async (endpoint, asked) => {
        const answer = await search(endpoint, asked);
        expect([200, 400], answer.text).toContain(answer.status);
        const isQuery = Object.entries(asked).every(
          ([, value]) => typeof value === "string" || typeof value === "number",
        );
        if (answer.status === 200) answered += 1;
        if (!isQuery || Object.hasOwn(asked, searchRequestUrn) || /[\ud800-\udfff]|e\+/.test(JSON.stringify(asked)))
          return;
        const query = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)]));
        const listed = await list(endpoint === "" ? "/" : endpoint, query);
        const { nextCursor: _searched, ...searchBody } = answer.body;
        const { nextCursor: _listed, ...listBody } = listed.body;
        expect(listBody).toEqual(searchBody);
      }),
      { numRuns: 300 },
    );
    expect(answered).toBeGreaterThan(30);
  }, 60_000);
});

describe("K-07: a walk among the writes of others", () => {
  const title = fc.option(fc.constantFrom("a", "B", "b", "Å", "z"), { nil: undefined });
  const write = fc.oneof(
    fc.record({ kind: fc.constant("insert" as const), title }),
    fc.record({ kind: fc.constant("delete" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("update" as const), at: fc.nat(), title, active: fc.boolean() }),
  );
  const walk = fc.record({
    people: fc.array(title, { minLength: 1, maxLength: 12 }),
    groups: fc.nat({ max: 4 }),
    path: fc.constantFrom("/Users", "/Users", ""),
    post: fc.boolean(),
    count: fc.integer({ min: 1, max: 5 }),
    sortBy: fc.constantFrom(undefined, "title", "userName", "displayName", "meta.lastModified", "active", "externalId"),
    sortOrder: fc.constantFrom("ascending", "descending"),
    filter: fc.constantFrom(undefined, "title pr", 'not (title eq "b")', "active eq true"),
    writes: fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 6 }),
  });
  let walks = 0;

  test("law: it returns every untouched resource exactly once", async () => {
    await fc.assert(
      fc.asyncProperty(walk, async (run) => {
        walks += 1;
        const own = await fixture.addClient(await fixture.addOrganization(`walk${walks}`));
        await Promise.all(run.people.map((name, index) => createUser(own, userAttributes(`u${index}`, name))));
        await Promise.all(Array.from({ length: run.groups }, (_, index) => createGroup(own, `g${index}`)));
        const present = new Map((await readAll(own, run, {})).map((resource) => [String(resource.id), resource]));
        const matching = (await readAll(own, run, query(run))).map(({ id }) => String(id));
        const touched = new Set<string>();
        const seen: string[] = [];
        let cursor = "";
        for (let page = 0; ; page += 1) {
          // At once: the page is read while the writes happen.
          const [answer] = await Promise.all([
            ask(own, run, { ...query(run), cursor, count: run.count }),
            ...(run.writes[page] ?? []).map((each, index) => apply(own, each, `n${page}-${index}`, present, touched)),
          ]);
          seen.push(...resourcesOf(answer).map(({ id }) => String(id)));
          if (answer.body.nextCursor === undefined) break;
          expect(page, "the walk ends").toBeLessThan(50);
          cursor = String(answer.body.nextCursor);
        }
        const isUntouched = (id: string) => present.has(id) && !touched.has(id);
        expect(seen.filter(isUntouched)).toEqual(matching.filter(isUntouched));
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  function userAttributes(userName: string, name: string | undefined): JsonObject {
    return { userName, externalId: `x-${userName}`, ...(name === undefined ? {} : { title: name }) };
  }

  function query({
    sortBy,
    sortOrder,
    filter,
  }: {
    sortBy?: string | undefined;
    sortOrder: string;
    filter?: string | undefined;
  }) {
    return { sortOrder, ...(sortBy === undefined ? {} : { sortBy }), ...(filter === undefined ? {} : { filter }) };
  }

  function ask(own: TestClient, { path, post }: { path: string; post: boolean }, members: Record<string, JsonValue>) {
    if (post) return search(path, members, own);
    const texts = Object.entries(members).map(([name, value]) => [name, String(value)]);
    return list(path === "" ? "/" : path, Object.fromEntries(texts), own);
  }

  async function readAll(own: TestClient, run: { path: string; post: boolean }, members: Record<string, JsonValue>) {
    return resourcesOf(await ask(own, run, { ...members, count: 1_000 }));
  }

  async function apply(
    own: TestClient,
    change: typeof write extends fc.Arbitrary<infer Change> ? Change : never,
    name: string,
    present: ReadonlyMap<string, JsonObject>,
    touched: Set<string>,
  ): Promise<void> {
    if (change.kind === "insert") {
      await createUser(own, userAttributes(name, change.title));
      return;
    }
    const resource = [...present.values()][change.at % Math.max(present.size, 1)];
    if (resource === undefined) return;
    const id = String(resource.id);
    const isUser = Object.hasOwn(resource, "userName");
    touched.add(id);
    if (change.kind === "delete") {
      await fixture.send(own, "DELETE", `/${isUser ? "Users" : "Groups"}/${id}`);
      return;
    }
    const value = isUser ? { title: change.title ?? null, active: change.active } : { displayName: `h${name}` };
    const body = { schemas: [patchOpUrn], Operations: [{ op: "replace", value }] };
    await fixture.send(own, "PATCH", `/${isUser ? "Users" : "Groups"}/${id}`, { body });
  }
});
