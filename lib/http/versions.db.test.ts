import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

type Kind = "Users" | "Groups";
type Made = { readonly path: string; readonly version: string };

function bodyOf(kind: Kind, more: JsonObject = {}): JsonObject {
  count += 1;
  return kind === "Users"
    ? { schemas: [userSchemaUrn], userName: `person${count}@acme.example`, ...more }
    : { schemas: [groupSchemaUrn], displayName: `group ${count}`, ...more };
}

async function create(kind: Kind, more: JsonObject = {}): Promise<Made> {
  const answer = await fixture.send(client, "POST", `/${kind}`, { body: bodyOf(kind, more) });
  expect(answer.status).toBe(201);
  return { path: `/${kind}/${String(answer.body.id)}`, version: answer.headers.get("etag") ?? "" };
}

function patchBody(...operations: JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: operations };
}

const rename: Record<Kind, string> = { Users: "title", Groups: "externalId" };

/** A write that changes the resource, under a condition. */
function write(method: string, path: string, headers: Record<string, string>, value = "new"): Promise<TestAnswer> {
  const kind: Kind = path.startsWith("/Users") ? "Users" : "Groups";
  if (method === "DELETE") return fixture.send(client, method, path, { headers });
  const body =
    method === "PUT" ? bodyOf(kind, { [rename[kind]]: value }) : patchBody({ op: "add", path: rename[kind], value });
  return fixture.send(client, method, path, { headers, body });
}

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<TestAnswer> {
  return fixture.send(client, method, path, { headers });
}

const kinds: readonly Kind[] = ["Users", "Groups"];
const methods = ["PUT", "PATCH", "DELETE"] as const;
const writes = kinds.flatMap((kind) => methods.map((method) => [method, kind] as const));

describe("V-02 reads", () => {
  test.each(kinds)("%s: 304 without a body for the current version, 200 for another", async (kind) => {
    const { path, version } = await create(kind);
    for (const condition of [version, "*", version.slice(2), `W/"0", ${version}`]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await get(path, { "if-none-match": condition }, method);
        expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([304, "", version]);
        expect(answer.headers.get("content-type")).toBeNull();
      }
    }
    for (const condition of ['W/"0"', version.replaceAll('"', ""), ""]) {
      const answer = await get(path, { "if-none-match": condition });
      expect([answer.status, answer.headers.get("etag"), answer.body.meta]).toEqual([
        200,
        version,
        expect.objectContaining({ version }),
      ]);
    }
  });

  test("a resource that is not there is a 404 whatever the condition", async () => {
    expect((await get("/Users/nobody", { "if-none-match": "*" })).status).toBe(404);
  });

  test("lists have no version", async () => {
    expect((await get("/Users?count=1", { "if-none-match": "*" })).status).toBe(200);
  });
});

describe("V-03 writes", () => {
  test.each(writes)("%s of %s: the current version, any, a strong tag, or one of a list", async (method, kind) => {
    for (const conditionOf of [
      (version: string) => version,
      () => "*",
      (version: string) => version.slice(2),
      (version: string) => `W/"0", ${version}, "x"`,
    ]) {
      const { path, version } = await create(kind);
      const answer = await write(method, path, { "if-match": conditionOf(version) });
      expect([200, 204]).toContain(answer.status);
      if (method !== "DELETE") expect(answer.headers.get("etag")).not.toBe(version);
      expect((await get(path)).status).toBe(method === "DELETE" ? 404 : 200);
    }
  });

  test.each(writes)(
    "%s of %s: a stale or unreadable version is a 412, and nothing is written",
    async (method, kind) => {
      const { path, version: old } = await create(kind);
      const version = (await write("PATCH", path, {}, "second")).headers.get("etag") ?? "";
      const before = await get(path);
      for (const condition of [old, old.slice(2), 'W/"x", "y"', version.replaceAll('"', ""), "rubbish", ""]) {
        const answer = await write(method, path, { "if-match": condition });
        expect([answer.status, answer.body.status, answer.body.scimType]).toEqual([412, "412", undefined]);
        expect(answer.body.detail).toContain(version);
      }
      for (const condition of [version, "*", `"z",${version}`]) {
        expect((await write(method, path, { "if-none-match": condition })).status).toBe(412);
      }
      expect((await get(path)).body).toEqual(before.body);
    },
  );

  test.each(writes)("%s of %s: If-None-Match of another version lets it through", async (method, kind) => {
    const { path } = await create(kind);
    expect([200, 204]).toContain((await write(method, path, { "if-none-match": 'W/"0"' })).status);
  });

  test.each(writes)("%s of %s: what is not there is a 404", async (method, kind) => {
    for (const condition of ["*", 'W/"1"']) {
      expect((await write(method, `/${kind}/nobody`, { "if-match": condition })).status).toBe(404);
    }
  });

  test("there is no version of what a POST creates", async () => {
    const headers = { "if-match": 'W/"9"', "if-none-match": "*" };
    expect((await fixture.send(client, "POST", "/Users", { body: bodyOf("Users"), headers })).status).toBe(201);
  });

  test("a write that changes nothing succeeds under a condition that holds, and fails under one that does not", async () => {
    const user = await create("Users", { title: "x" });
    const group = await create("Groups", { members: [{ value: user.path.slice("/Users/".length) }] });
    const same: readonly [Made, JsonValue][] = [
      [user, { op: "replace", path: "title", value: "x" }],
      [group, { op: "add", path: "members", value: [{ value: user.path.slice("/Users/".length) }] }],
    ];
    for (const [{ path, version }, operation] of same) {
      const body = { schemas: [patchOpUrn], Operations: [operation] };
      const answer = await fixture.send(client, "PATCH", path, { body, headers: { "if-match": version } });
      expect([200, 204]).toContain(answer.status);
      expect(answer.headers.get("etag")).toBe(version);
      const stale = await fixture.send(client, "PATCH", path, { body, headers: { "if-match": 'W/"0"' } });
      expect(stale.status).toBe(412);
    }
  });

  test("V-04 a change of members moves the group's version, not the person's", async () => {
    const user = await create("Users");
    const group = await create("Groups");
    const value = [{ value: user.path.slice("/Users/".length) }];
    const add = patchBody({ op: "add", path: "members", value });
    const added = await fixture.send(client, "PATCH", group.path, {
      body: add,
      headers: { "if-match": group.version },
    });
    expect(added.status).toBe(204);
    expect((await get(group.path, { "if-none-match": group.version })).status).toBe(200);
    expect((await get(user.path, { "if-none-match": user.version })).status).toBe(304);
    const remove = patchBody({ op: "replace", path: "members", value: [] });
    const stale = await fixture.send(client, "PATCH", group.path, {
      body: remove,
      headers: { "if-match": group.version },
    });
    expect(stale.status).toBe(412);
    expect((await get(group.path)).body.members).toHaveLength(1);
  });

  test("a DELETE that deactivates keeps to the condition too", async () => {
    const deactivating = await fixture.addClient(client.organizationId, "generic", { onDelete: "deactivate" });
    const { path, version } = await create("Users");
    const send = (condition: string) =>
      fixture.send(deactivating, "DELETE", path, { headers: { "if-match": condition } });
    expect((await send('W/"0"')).status).toBe(412);
    expect((await get(path)).body.active).toBe(true);
    expect((await send(version)).status).toBe(204);
    expect((await get(path)).body.active).toBe(false);
  });
});

const writers = 20;

describe("V-03 of 20 parallel writers with one version exactly one wins", () => {
  /** Sends all at once under one version, and counts the answers by status. */
  async function race(made: Made, send: (index: number, headers: Record<string, string>) => Promise<TestAnswer>) {
    const headers = { "if-match": made.version };
    const answers = await Promise.all(Array.from({ length: writers }, (_, index) => send(index, headers)));
    const won = answers.flatMap(({ status }, index) => (status < 300 ? [index] : []));
    expect(won, answers.map(({ status }) => status).join(" ")).toHaveLength(1);
    const lost = answers.filter(({ status }) => status >= 300).map(({ status }) => status);
    return { winner: won[0] ?? -1, lost: new Set(lost) };
  }

  test.each(kinds)("PUT of %s", async (kind) => {
    const made = await create(kind);
    const { winner, lost } = await race(made, (index, headers) => write("PUT", made.path, headers, `v${index}`));
    expect([...lost]).toEqual([412]);
    expect((await get(made.path)).body[rename[kind]]).toBe(`v${winner}`);
  });

  test.each(kinds)("PATCH of %s", async (kind) => {
    const made = await create(kind);
    const { winner, lost } = await race(made, (index, headers) => write("PATCH", made.path, headers, `v${index}`));
    expect([...lost]).toEqual([412]);
    expect((await get(made.path)).body[rename[kind]]).toBe(`v${winner}`);
  });

  test.each(["add", "replace"])("PATCH %s of a group's members", async (op) => {
    const people = await Promise.all(Array.from({ length: writers }, () => create("Users")));
    const ids = people.map(({ path }) => path.slice("/Users/".length));
    const made = await create("Groups");
    const { winner, lost } = await race(made, (index, headers) => {
      const body = patchBody({ op, path: "members", value: [{ value: ids[index] ?? "" }] });
      return fixture.send(client, "PATCH", made.path, { body, headers });
    });
    expect([...lost]).toEqual([412]);
    expect((await get(made.path)).body.members).toEqual([expect.objectContaining({ value: ids[winner] })]);
  });

  test.each(kinds)("DELETE of %s", async (kind) => {
    const made = await create(kind);
    const { lost } = await race(made, (_, headers) => write("DELETE", made.path, headers));
    for (const status of lost) expect([404, 412]).toContain(status);
    expect((await get(made.path)).status).toBe(404);
  });

  test("writes of all kinds to one group", async () => {
    const user = await create("Users");
    const body = patchBody({ op: "add", path: "members", value: [{ value: user.path.slice("/Users/".length) }] });
    for (let round = 0; round < 5; round += 1) {
      const made = await create("Groups");
      const { lost } = await race(made, (index, headers) => {
        if (index % 4 === 3) return fixture.send(client, "PATCH", made.path, { body, headers });
        return write(["PUT", "PATCH", "DELETE"][index % 4] ?? "PUT", made.path, headers, `v${index}`);
      });
      for (const status of lost) expect([404, 412]).toContain(status);
    }
  });
});
