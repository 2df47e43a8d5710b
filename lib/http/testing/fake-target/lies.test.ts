import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { scimError } from "./answer";
import { group, holdTarget, patch, user } from "./hold-target";

const { start, call, create } = holdTarget();

const change = patch({ op: "replace", path: "title", value: "Dr" });
const listOf = (body: unknown) => (body as { Resources: JsonObject[] }).Resources;

describe("lies in answers", () => {
  it.each([
    ["idOnly" as const, 201, 200, { id: expect.any(String) }],
    ["empty" as const, 201, 200, undefined],
    ["noContent" as const, 204, 204, undefined],
  ])("%s", async (form, made, changed, shown) => {
    const target = await start({ answers: { POST: form, PUT: form, PATCH: form } });
    const post = await call("POST", "/Users", user("ada"));
    const [id = ""] = target.resources.users.keys();
    expect([post.status, post.body, post.headers.get("location")]).toEqual([made, shown, `${target.url}/Users/${id}`]);
    const put = await call("PUT", `/Users/${id}`, user("ada", { title: "Mx" }));
    expect([put.status, put.body]).toEqual([changed, shown]);
    const patched = await call("PATCH", `/Users/${id}`, change);
    expect([patched.status, patched.body]).toEqual([changed, shown]);
    expect(target.resources.users.get(id)).toMatchObject({ title: "Dr" });
    expect((await call("GET", `/Users/${id}`)).body).toMatchObject({ id, userName: "ada" });
  });

  it("without id, in answers and lists", async () => {
    await start({ answers: { POST: "withoutId", GET: "withoutId" }, locations: "none" });
    const post = await call("POST", "/Users", user("ada"));
    expect(post).toMatchObject({ status: 201, body: { userName: "ada" } });
    expect(post.body).not.toHaveProperty("id");
    expect(post.headers.get("location")).toBeNull();
    expect(listOf((await call("GET", "/Users")).body)[0]).not.toHaveProperty("id");
  });

  it("a POST that shows nothing says where to look, whatever else says nothing of places", async () => {
    const target = await start({ answers: { POST: "empty" }, locations: "none" });
    const { headers } = await call("POST", "/Users", user("ada"));
    expect(headers.get("location")).toBe(`${target.url}/Users/${String(target.find("User", "ada")?.id)}`);
    expect((await call("GET", "/Users")).body).not.toMatchObject({
      Resources: [{ meta: { location: expect.anything() } }],
    });
  });

  it("numbers as ids, in members too, taken as numbers and as texts", async () => {
    const target = await start({ ids: "integer", memberDetails: false });
    const { body } = await call("POST", "/Users", user("ada"));
    const { id } = body as { id: number };
    expect(id).toEqual(expect.any(Number));
    const made = await call("POST", "/Groups", { ...group("Team"), members: [{ value: id }] });
    expect(made.body).toMatchObject({ id: expect.any(Number), members: [{ value: id }] });
    const groupId = String((made.body as JsonObject).id);
    await call("PATCH", `/Groups/${groupId}`, patch({ op: "remove", path: `members[value eq "${id}"]` }));
    const addNumber = patch({ op: "add", path: "members", value: [{ value: id }] });
    expect((await call("PATCH", `/Groups/${groupId}`, addNumber)).status).toBe(200);
    await call("PATCH", `/Groups/${groupId}`, patch({ op: "add", value: { members: [{ value: String(id) }] } }));
    expect(target.resources.groups.get(groupId)?.members).toEqual([{ value: String(id) }]);
    expect((await call("GET", `/Users/${id}`)).status).toBe(200);
  });

  it("ids that must be escaped", async () => {
    const target = await start({ ids: "odd" });
    const id = await create("/Users", user("ada"));
    expect(encodeURIComponent(id)).not.toBe(id);
    expect((await call("GET", `/Users/${encodeURIComponent(id)}`)).body).toMatchObject({ id, userName: "ada" });
    expect((await call("GET", `/Users/${id}`)).status).toBe(404);
    const groupId = await create("/Groups", group("Team", [id]));
    const path = `/Groups/${encodeURIComponent(groupId)}`;
    await call("PATCH", path, patch({ op: "remove", path: `members[value eq ${JSON.stringify(id)}]` }));
    expect(target.resources.groups.get(groupId)).not.toHaveProperty("members");
  });

  it("groups without members, or without them in lists", async () => {
    const target = await start({ members: "notInLists" });
    const id = await create("/Groups", group("Team", [await create("/Users", user("ada"))]));
    expect(listOf((await call("GET", "/Groups")).body)[0]).not.toHaveProperty("members");
    expect((await call("GET", `/Groups/${id}`)).body).toHaveProperty("members");
    target.behave({ members: "hidden" });
    expect((await call("GET", `/Groups/${id}`)).body).not.toHaveProperty("members");
    target.behave({ members: "shown" });
    expect(listOf((await call("GET", "/Groups")).body)[0]).toHaveProperty("members");
  });
});

describe("lies in lists", () => {
  it.each([
    ["a capped page", { maxPageSize: 2 }, { totalResults: 3, itemsPerPage: 2 }, ["u2"]],
    ["overstated totals", { totalOffset: 5 }, { totalResults: 8, itemsPerPage: 3 }, ["u2"]],
    ["understated totals", { totalOffset: -2 }, { totalResults: 1, itemsPerPage: 3 }, ["u2"]],
    ["empty pages", { emptyPages: "always" as const }, { totalResults: 3, itemsPerPage: 0 }, []],
    ["empty pages after the first", { emptyPages: "afterFirst" as const }, { totalResults: 3, itemsPerPage: 3 }, []],
    ["an ignored startIndex", { ignoresStartIndex: true }, { totalResults: 3 }, ["u0", "u1", "u2"]],
  ])("%s", async (_, options, first, fromThird) => {
    const target = await start(options);
    for (const number of [0, 1, 2]) target.byHand.create("User", { userName: `u${number}` });
    expect((await call("GET", "/Users?count=100")).body).toMatchObject(first);
    const third = listOf((await call("GET", "/Users?startIndex=3&count=100")).body);
    expect(third.map(({ userName }) => userName)).toEqual(fromThird);
  });

  it("a filter that is ignored finds a stranger; one may be limited to attributes", async () => {
    const target = await start({ filter: "ignored" });
    await create("/Users", user("ada"));
    const path = `/Users?filter=${encodeURIComponent('userName eq "bo"')}`;
    expect((await call("GET", path)).body).toMatchObject({ totalResults: 1 });
    target.behave({ filter: "supported", filterableBy: ["externalId"] });
    expect(await call("GET", path)).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
    expect((await call("GET", `/Users?filter=${encodeURIComponent('externalId eq "1"')}`)).status).toBe(200);
  });
});

describe("lies in what is stored", () => {
  it("lower case, dropped attributes, and anything else", async () => {
    const target = await start({
      lowerCases: ["userName", "emails"],
      drops: ["title", "name.middleName", "emails.display"],
      normalise: (attributes, type) => (type === "User" ? { ...attributes, locale: "en" } : attributes),
    });
    const name = { givenName: "Ada", middleName: "K" };
    const emails = [{ value: "Ada@X.example", type: "work", display: "A" }];
    const id = await create("/Users", user("Ada", { name, emails, title: "Dr", locale: "de" }));
    expect(target.resources.users.get(id)).toMatchObject({
      userName: "ada",
      name: { givenName: "Ada" },
      emails: [{ value: "ada@x.example", type: "work" }],
      locale: "en",
    });
    expect(JSON.stringify(target.snapshot())).not.toMatch(/title|middleName|display/);
  });

  it("PUT, PATCH and DELETE that do nothing, or less", async () => {
    const target = await start({ ignores: ["PUT", "PATCH", "DELETE"] });
    const id = await create("/Users", user("ada", { nickName: "a" }));
    expect((await call("PATCH", `/Users/${id}`, change)).status).toBe(200);
    expect((await call("PUT", `/Users/${id}`, user("bo"))).body).toMatchObject({ userName: "ada" });
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect(target.resources.users.get(id)).toMatchObject({ userName: "ada", meta: { version: 'W/"1"' } });
    target.behave({ ignores: [], putKeepsOmitted: true, deletes: "deactivates" });
    await call("PUT", `/Users/${id}`, user("bo"));
    expect(target.resources.users.get(id)).toMatchObject({ userName: "bo", nickName: "a" });
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(204);
    expect((await call("GET", `/Users/${id}`)).body).toMatchObject({ active: false });
  });

  it("what no schema knows", async () => {
    const target = await start({ unknownAttributes: "ignore" });
    const id = await create("/Users", user("ada", { role: "owner", "urn:x:1.0:User": { a: 1 } }));
    expect(target.resources.users.get(id)).not.toHaveProperty("role");
    target.behave({ unknownAttributes: "keep" });
    const other = await create("/Users", user("bo", { role: "owner" }));
    expect(target.resources.users.get(other)).toMatchObject({ role: "owner" });
  });

  it("conflicts that do not say why, that are none, and of groups", async () => {
    const target = await start({ uniqueUserName: "withoutScimType", uniqueDisplayName: true });
    await create("/Users", user("ada"));
    const refused = await call("POST", "/Users", user("Ada"));
    expect(refused.status).toBe(409);
    expect(refused.body).not.toHaveProperty("scimType");
    target.behave({ uniqueUserName: "none" });
    await create("/Users", user("Ada"));
    expect(target.findDuplicates()).toHaveLength(1);
    await create("/Groups", group("Team"));
    expect(await call("POST", "/Groups", group("team"))).toMatchObject({
      status: 409,
      body: { scimType: "uniqueness" },
    });
    target.behave({ checksMembers: false });
    const id = await create("/Groups", group("Other", ["nobody"]));
    expect(target.snapshot().groups).toMatchObject([{ members: ["?nobody"] }, { members: [] }]);
    expect((await call("PUT", `/Groups/${id}`, group("Other"))).status).toBe(200);
  });
});

describe("what it refuses when told to", () => {
  const valuePath = patch({ op: "replace", path: 'emails[type eq "work"].value', value: "a@x.example" });

  it("value paths, pathless operations, many members", async () => {
    const target = await start({ valuePaths: "invalidPath", pathlessOperations: false, membersPerPatch: 1 });
    const id = await create("/Users", user("ada", { emails: [{ type: "work", value: "w@x.example" }] }));
    const path = `/Users/${id}`;
    expect((await call("PATCH", path, valuePath)).body).toMatchObject({ status: "400", scimType: "invalidPath" });
    target.behave({ valuePaths: "noTarget" });
    expect((await call("PATCH", path, valuePath)).body).toMatchObject({ status: "400", scimType: "noTarget" });
    const pathless = patch({ op: "replace", value: { active: false } });
    expect((await call("PATCH", path, pathless)).body).toMatchObject({ scimType: "invalidPath" });
    const other = await create("/Users", user("bo"));
    const groupId = await create("/Groups", group("Team"));
    const add = patch({ op: "add", path: "members", value: [{ value: id }, { value: other }] });
    expect((await call("PATCH", `/Groups/${groupId}`, add)).body).toMatchObject({ scimType: "tooMany" });
    target.behave({ valuePaths: "supported", membersPerPatch: 2 });
    expect((await call("PATCH", `/Groups/${groupId}`, add)).status).toBe(200);
    expect((await call("PATCH", path, valuePath)).status).toBe(200);
    target.behave({ memberPaths: false });
    const removal = patch({ op: "remove", path: `members[value eq "${id}"]` });
    expect((await call("PATCH", `/Groups/${groupId}`, removal)).body).toMatchObject({ scimType: "invalidPath" });
  });

  it("a value filter without a match, when PATCH is strict", async () => {
    const target = await start({ strictPatch: true });
    const id = await create("/Users", user("ada"));
    expect((await call("PATCH", `/Users/${id}`, valuePath)).body).toMatchObject({ scimType: "noTarget" });
    target.behave({ strictPatch: false });
    expect((await call("PATCH", `/Users/${id}`, valuePath)).status).toBe(200);
  });

  it("PUT, and DELETE by a fault", async () => {
    const target = await start({ put: false, faults: [{ when: { method: "DELETE" }, instead: scimError(500) }] });
    const id = await create("/Users", user("ada"));
    expect((await call("PUT", `/Users/${id}`, user("ada"))).status).toBe(405);
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(500);
    expect(target.resources.users.size).toBe(1);
  });
});
