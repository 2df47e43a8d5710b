import { type RequestOptions, request } from "node:https";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { defineAttribute } from "@/lib/scim/schema/define-attribute";
import { groupSchemaUrn, scimMediaType, userSchemaUrn } from "@/lib/scim/urns";
import { group, holdTarget, patch, user } from "./fake-target/hold-target";
import { testAuthority, testServerCertificate, testServerKey } from "./test-certificate";

const { start, call, create } = holdTarget();

describe("a truthful target: resources (RFC 7644 §3)", () => {
  it("makes, reads, replaces, patches and removes a user", async () => {
    const target = await start();
    const made = await call("POST", "/Users", user("ada", { externalId: "1", name: { givenName: "Ada" } }));
    const id = String((made.body as JsonObject).id);
    const location = `${target.url}/Users/${id}`;
    expect(made).toMatchObject({
      status: 201,
      body: { userName: "ada", externalId: "1", meta: { resourceType: "User", location, version: 'W/"1"' } },
    });
    expect(made.headers.get("location")).toBe(location);
    expect(made.headers.get("etag")).toBe('W/"1"');
    expect(made.headers.get("content-type")).toBe(scimMediaType);
    expect((await call("GET", `/Users/${id}`)).body).toEqual(made.body);

    expect((await call("PUT", `/Users/${id}`, user("ada", { id, title: "Dr" }))).body).toMatchObject({
      title: "Dr",
      meta: { version: 'W/"2"' },
    });
    // What PUT does not name is gone.
    expect(target.resources.users.get(id)).not.toHaveProperty("name");
    expect(target.resources.users.get(id)).not.toHaveProperty("externalId");

    const patched = await call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "active", value: false }));
    expect(patched).toMatchObject({ status: 200, body: { active: false, title: "Dr", meta: { version: 'W/"3"' } } });
    // The same once more changes nothing, not even the version.
    await call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "active", value: false }));
    expect((await call("GET", `/Users/${id}`)).headers.get("etag")).toBe('W/"3"');

    expect((await call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(await call("GET", `/Users/${id}`)).toMatchObject({ status: 404, body: { status: "404" } });
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(404);
  });

  it("refuses what a strict server refuses", async () => {
    const target = await start();
    await create("/Users", user("ada"));
    const refusals: [number, string | undefined, string, string, JsonObject][] = [
      [409, "uniqueness", "POST", "/Users", user("ADA")],
      [400, "invalidValue", "POST", "/Users", user(" ")],
      [400, "invalidSyntax", "POST", "/Users", { userName: "no schemas" }],
      [400, "invalidSyntax", "POST", "/Users", user("bo", { role: "owner" })],
      [400, "invalidValue", "POST", "/Users", user("bo", { active: "yes" })],
      [400, "invalidValue", "POST", "/Groups", group("G", ["nobody"])],
      [404, undefined, "PUT", "/Users/nobody", user("bo")],
      [404, undefined, "PATCH", "/Users/nobody", patch({ op: "remove", path: "title" })],
      [404, undefined, "POST", "/Widgets", {}],
      [405, undefined, "DELETE", "/Users", {}],
    ];
    for (const [status, scimType, method, path, body] of refusals) {
      const answer = await call(method, path, body);
      expect([answer.status, (answer.body as JsonObject).scimType], `${method} ${path}`).toEqual([status, scimType]);
    }
    expect((await call("POST", "/Users", user("bo"), { "content-type": "text/plain" })).status).toBe(415);
    expect([...target.resources.users.values()].map(({ userName }) => userName)).toEqual(["ada"]);
  });

  it("finds by filter, and escaped texts too", async () => {
    await start();
    const odd = 'o"d\\d';
    const id = await create("/Users", user(odd, { externalId: "X", title: "Dr" }));
    const other = await create("/Users", user("other", { externalId: "x" }));
    const find = async (filter: string) => {
      const { body } = await call("GET", `/Users?filter=${encodeURIComponent(filter)}`);
      return ((body as JsonObject).Resources as JsonObject[]).map((resource) => resource.id);
    };
    expect(await find(`userName eq ${JSON.stringify(odd)}`)).toEqual([id]);
    expect(await find(`USERNAME eq "OTHER"`)).toEqual([other]);
    expect(await find(`${userSchemaUrn}:userName eq "other"`)).toEqual([other]);
    expect(await find('externalId eq "x"')).toEqual([other]);
    expect(await find(`id eq "${id}"`)).toEqual([id]);
    expect(await find('title eq "Dr" and externalId eq "X"')).toEqual([id]);
    expect(await find('userName eq "nobody"')).toEqual([]);
    expect((await call("GET", "/Users?filter=userName+eq+nobody")).body).toMatchObject({ scimType: "invalidFilter" });
    // The index follows what changes.
    await call("PATCH", `/Users/${other}`, patch({ op: "replace", path: "userName", value: "another" }));
    expect(await find('userName eq "other"')).toEqual([]);
    expect(await find('userName eq "another"')).toEqual([other]);
    await call("DELETE", `/Users/${other}`);
    expect(await find('userName eq "another"')).toEqual([]);
  });

  it("takes an extension's attribute for none of the core", async () => {
    const id = "urn:x:2.0:User";
    const attribute = defineAttribute("userName", "Another name.");
    await start({ extensions: { user: [{ id, name: "X", description: "", attributes: [attribute] }], group: [] } });
    await create("/Users", user("ada", { [id]: { userName: "other" } }));
    const filter = encodeURIComponent(`${id}:userName eq "other"`);
    expect((await call("GET", `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 1 });
  });

  it("pages without gap or repetition", async () => {
    const target = await start();
    for (let number = 0; number < 7; number += 1) target.byHand.create("User", { userName: `u${number}` });
    const seen: JsonValue[] = [];
    for (let startIndex = 1; startIndex <= 7; startIndex += 3) {
      const { body } = await call("GET", `/Users?startIndex=${startIndex}&count=3`);
      const list = body as JsonObject;
      expect(list).toMatchObject({ totalResults: 7, startIndex });
      seen.push(...(list.Resources as JsonObject[]).map(({ userName }) => userName ?? null));
    }
    expect(seen).toEqual(["u0", "u1", "u2", "u3", "u4", "u5", "u6"]);
    expect((await call("GET", "/Users?count=0")).body).toMatchObject({ totalResults: 7, Resources: [] });
    expect((await call("GET", "/Users?startIndex=8")).body).toMatchObject({ totalResults: 7, Resources: [] });
  });

  it("holds members: adds, removes, shows them, and drops who is deleted", async () => {
    const target = await start();
    const [ada, bo] = [await create("/Users", user("ada", { displayName: "Ada" })), await create("/Users", user("bo"))];
    const id = await create("/Groups", group("Team", [ada]));
    const added = await call("PATCH", `/Groups/${id}`, patch({ op: "add", path: "members", value: [{ value: bo }] }));
    expect(added.body).toMatchObject({
      members: [
        { value: ada, type: "User", display: "Ada", $ref: `${target.url}/Users/${ada}` },
        { value: bo, display: "bo" },
      ],
    });
    await call("PATCH", `/Groups/${id}`, patch({ op: "remove", path: `members[value eq "${ada}"]` }));
    expect(target.resources.groups.get(id)?.members).toEqual([{ value: bo }]);
    await call("DELETE", `/Users/${bo}`);
    expect(target.resources.groups.get(id)).not.toHaveProperty("members");
    expect((await call("GET", `/Groups/${id}?excludedAttributes=members`)).status).toBe(200);
  });

  it("reads remove with a value as the RFC does: everybody goes", async () => {
    const target = await start();
    const [ada, bo] = [await create("/Users", user("ada")), await create("/Users", user("bo"))];
    const id = await create("/Groups", group("Team", [ada, bo]));
    const removal = patch({ op: "remove", path: "members", value: [{ value: ada }] });
    target.behave({ removeWithValue: "removesThem" });
    await call("PATCH", `/Groups/${id}`, removal);
    expect(target.resources.groups.get(id)?.members).toEqual([{ value: bo }]);
    target.behave({ removeWithValue: "removesAll" });
    await call("PATCH", `/Groups/${id}`, removal);
    expect(target.resources.groups.get(id)).not.toHaveProperty("members");
  });

  it("holds conditions (§3.14)", async () => {
    const target = await start();
    const id = await create("/Users", user("ada"));
    const change = patch({ op: "replace", path: "title", value: "Dr" });
    expect((await call("PATCH", `/Users/${id}`, change, { "if-match": 'W/"9"' })).status).toBe(412);
    expect(target.resources.users.get(id)).not.toHaveProperty("title");
    expect((await call("PATCH", `/Users/${id}`, change, { "if-match": 'W/"1"' })).status).toBe(200);
    expect((await call("DELETE", `/Users/${id}`, undefined, { "if-match": 'W/"1"' })).status).toBe(412);
    expect((await call("GET", `/Users/${id}`, undefined, { "if-none-match": 'W/"2"' })).status).toBe(304);
    target.behave({ etag: "required" });
    expect((await call("PATCH", `/Users/${id}`, change)).status).toBe(412);
    target.behave({ etag: false });
    const read = await call("GET", `/Users/${id}`, undefined, { "if-none-match": 'W/"2"' });
    expect([read.status, read.headers.get("etag")]).toEqual([200, null]);
    expect((read.body as { meta: JsonObject }).meta).not.toHaveProperty("version");
  });

  it("keeps passwords apart", async () => {
    const target = await start();
    const id = await create("/Users", user("ada", { password: "one" }));
    expect(target.passwords.get(id)).toBe("one");
    await call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "password", value: "two" }));
    expect(target.passwords.get(id)).toBe("two");
    expect(JSON.stringify([target.snapshot(), (await call("GET", `/Users/${id}`)).body])).not.toMatch(
      /password|one|two/,
    );
    target.behave({ changePassword: false });
    await call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "password", value: "three" }));
    expect(target.passwords.get(id)).toBe("two");
  });
});

describe("a truthful target: documents", () => {
  it("tells what it can do, and nothing that it cannot", async () => {
    await start({ patch: false, bulk: false, groups: false, etag: false, filter: "refused", put: true });
    expect((await call("GET", "/ServiceProviderConfig")).body).toMatchObject({
      patch: { supported: false },
      bulk: { supported: false },
      filter: { supported: false },
      etag: { supported: false },
      changePassword: { supported: true },
    });
    expect((await call("GET", "/ResourceTypes")).body).toMatchObject({ totalResults: 1, Resources: [{ id: "User" }] });
    const schemas = ((await call("GET", "/Schemas")).body as JsonObject).Resources as JsonObject[];
    expect(schemas.map(({ name }) => name)).toEqual(["User", "EnterpriseUser"]);
    expect((await call("GET", `/Schemas/${userSchemaUrn}`)).body).toEqual(schemas[0]);
    expect((await call("GET", "/ResourceTypes/User")).body).toMatchObject({ endpoint: "/Users" });
    expect((await call("GET", "/ResourceTypes/Group")).status).toBe(404);
    expect((await call("POST", "/Schemas", {})).status).toBe(405);
    const id = await create("/Users", user("ada"));
    expect((await call("PATCH", `/Users/${id}`, patch({ op: "remove", path: "title" }))).status).toBe(405);
    expect((await call("GET", "/Groups")).status).toBe(404);
    expect((await call("POST", "/Bulk", {})).status).toBe(404);
    expect((await call("GET", '/Users?filter=userName+eq+"ada"')).body).toMatchObject({ scimType: "invalidFilter" });
  });

  it("says anything else when told to", async () => {
    await start({
      serviceProviderConfig: (truthful) => ({ ...truthful, patch: null }),
      resourceTypes: { status: 501, body: "no" },
      unrouted: "html",
    });
    expect((await call("GET", "/ServiceProviderConfig")).body).toMatchObject({
      patch: null,
      etag: { supported: true },
    });
    expect(await call("GET", "/ResourceTypes")).toMatchObject({ status: 501, body: "no" });
    const unrouted = await call("GET", "/Nothing");
    expect([unrouted.status, unrouted.headers.get("content-type")]).toEqual([404, "text/html"]);
  });
});

describe("over TLS", () => {
  it("is there for who trusts its authority", async () => {
    const target = await start({ tls: { key: testServerKey, cert: testServerCertificate } });
    const ask = (options: RequestOptions) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { authorization: `Bearer ${target.token}` };
        const sent = request(`${target.url}/Users`, { ...options, headers }, (response) => {
          response.resume().on("end", () => resolve(response.statusCode));
        });
        sent.on("error", reject).end();
      });
    expect(target.url).toMatch(/^https:\/\/localhost:/);
    expect(await ask({ ca: testAuthority })).toBe(200);
    await expect(ask({})).rejects.toThrow("certificate");
  });
});

describe("what it remembers", () => {
  it("every request, and how many there were at once", async () => {
    const target = await start({ faults: [{ when: { method: "GET" }, delayMs: 50 }] });
    await call("POST", "/Users", user("ada"));
    await Promise.all(["/Users", "/Groups", "/Users?count=1"].map((path) => call("GET", path)));
    expect(target.requests[0]).toMatchObject({
      method: "POST",
      path: "/Users",
      body: { userName: "ada" },
      status: 201,
      carriedOut: true,
      answer: { userName: "ada" },
      headers: { "content-type": scimMediaType },
    });
    expect(target.requests.map(({ path }) => path).toSorted()).toEqual([
      "/Groups",
      "/Users",
      "/Users",
      "/Users?count=1",
    ]);
    expect(target.writes()).toHaveLength(1);
    expect(target.countAtOnce()).toBe(3);
    expect(
      target
        .requestsOf("GET", "/Users")
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["/Users", "/Users?count=1"]);
    expect(target.requestsOf("GET")).toHaveLength(3);
    target.clearRequests();
    expect([target.requests.length, target.countAtOnce()]).toEqual([0, 0]);
  });

  it("twins, and a snapshot without ids", async () => {
    const target = await start();
    const ada = await create("/Users", user("ada", { externalId: "1" }));
    await create("/Groups", group("Team", [ada], { externalId: "g" }));
    expect(target.findDuplicates()).toEqual([]);
    expect(target.snapshot()).toEqual({
      users: [{ schemas: [userSchemaUrn], userName: "ada", externalId: "1" }],
      groups: [{ schemas: [groupSchemaUrn], displayName: "Team", externalId: "g", members: ["ada"] }],
    });
    const twin = target.byHand.create("User", { userName: "ADA", externalId: "1" });
    target.byHand.create("Group", { displayName: "Other", externalId: "g" });
    expect(target.findDuplicates()).toMatchObject([
      { type: "User", attribute: "externalId", value: "1", ids: [ada, twin] },
      { type: "User", attribute: "userName", value: "ada", ids: [ada, twin] },
      { type: "Group", attribute: "externalId", value: "g" },
    ]);
  });

  it("what is edited by hand, as a change like any other", async () => {
    const target = await start();
    const id = await create("/Users", user("ada", { title: "Dr" }));
    target.byHand.edit("User", id, { title: undefined, displayName: "Ada" });
    const read = await call("GET", `/Users/${id}`);
    expect(read.body).toMatchObject({ displayName: "Ada", meta: { version: 'W/"2"' } });
    expect(read.body).not.toHaveProperty("title");
    target.byHand.edit("User", id, (before) => ({ ...before, displayName: "A" }));
    target.byHand.remove("User", id);
    expect(target.resources.users.size).toBe(0);
    expect(target.writes()).toHaveLength(1);
    expect(() => target.byHand.edit("User", id, {})).toThrow(id);
  });

  it("nothing that a test changes behind its back", async () => {
    const target = await start();
    const id = await create("/Users", user("ada"));
    const stored = target.resources.users.get(id) as JsonObject;
    expect(() => Object.assign(stored, { userName: "bo" })).toThrow(TypeError);
  });
});
