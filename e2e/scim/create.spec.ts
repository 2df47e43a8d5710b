import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  find,
  findIds,
  get,
  groupBody,
  idOf,
  listAt,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectResource, expectScimError } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

test("P-01 the least User is created: 201, Location, the whole resource", async ({ scim }) => {
  const body = userBody();
  const created = await post(scim, "/Users", body);
  expect(created.status, created.text).toBe(201);
  expectResource(scim, created.body, "User");
  expect(created.body).toMatchObject(body);
  expect(created.headers.get("location")).toBe(`${scim.baseUrl}/Users/${idOf(created.body)}`);
  expect(valueAt(created.body, "meta.location")).toBe(created.headers.get("location"));
  expect((await get(scim, `/Users/${idOf(created.body)}`)).body).toEqual(created.body);
});

for (const [what, attributes] of [
  ["missing", {}],
  ["null", { userName: null }],
  ["empty", { userName: "" }],
  ["blank", { userName: " \t " }],
] as const) {
  test(`P-02 a userName that is ${what} is a 400 invalidValue`, async ({ scim }) => {
    expectScimError(
      await post(scim, "/Users", { schemas: [userUrn], displayName: "x", ...attributes }),
      400,
      "invalidValue",
    );
    expect(await find(scim, "/Users", "userName pr")).toEqual([]);
  });
}

for (const [what, attributes] of [
  ["missing", {}],
  ["null", { displayName: null }],
  ["empty", { displayName: "" }],
  ["blank", { displayName: "  " }],
] as const) {
  test(`P-02 a group's displayName that is ${what} is a 400 invalidValue`, async ({ scim }) => {
    expectScimError(await post(scim, "/Groups", { schemas: [groupUrn], ...attributes }), 400, "invalidValue");
    expect(await find(scim, "/Groups", "displayName pr")).toEqual([]);
  });
}

test("P-02 missing, empty or null schemas are inferred from the endpoint", async ({ scim }) => {
  for (const schemas of [undefined, [], null]) {
    const { schemas: _, ...rest } = userBody();
    const created = await post(scim, "/Users", { ...rest, ...(schemas === undefined ? {} : { schemas }) });
    expect(created.status, created.text).toBe(201);
    expect(created.body.schemas).toEqual([userUrn]);
    const group = await post(scim, "/Groups", {
      displayName: unique("g"),
      ...(schemas === undefined ? {} : { schemas }),
    });
    expect(group.status, group.text).toBe(201);
    expect(group.body.schemas).toEqual([groupUrn]);
  }
});

test("P-03 an unknown schema URI is ignored and not echoed", async ({ scim }) => {
  const legacy = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
  const group = await post(scim, "/Groups", { ...groupBody(), schemas: [groupUrn, legacy] });
  expect(group.status, group.text).toBe(201);
  expect(group.body.schemas).toEqual([groupUrn]);
  const typo = "urn:ietf:params:scim:schemas:extension:enterprise:2.0User";
  const user = await post(scim, "/Users", { ...userBody(), schemas: [userUrn, typo] });
  expect(user.status, user.text).toBe(201);
  expect(user.body.schemas).toEqual([userUrn]);
});

test("P-03 an extension object whose URN is missing from schemas is accepted, and the URN added", async ({ scim }) => {
  const user = await post(scim, "/Users", { ...userBody(), [enterpriseUrn]: { department: "Sales" } });
  expect(user.status, user.text).toBe(201);
  expect([...listAt(user.body, "schemas")].sort()).toEqual([userUrn, enterpriseUrn].sort());
  expect(user.body[enterpriseUrn]).toEqual({ department: "Sales" });
});

test("P-03 attributes under the core URN, nested or flat, are put in their place", async ({ scim }) => {
  const nested = await post(scim, "/Users", {
    ...userBody(),
    [userUrn]: { title: "Chief", name: { givenName: "Ada" } },
  });
  expect(nested.status, nested.text).toBe(201);
  expect(nested.body).toMatchObject({ title: "Chief", name: { givenName: "Ada" } });
  expect(nested.body).not.toHaveProperty([userUrn]);
  const flat = { [`${userUrn}:title`]: "Chief", [`${enterpriseUrn}:department`]: "Sales" };
  const created = await post(scim, "/Users", { ...userBody(), ...flat });
  expect(created.status, created.text).toBe(201);
  expect(created.body).toMatchObject({ title: "Chief", [enterpriseUrn]: { department: "Sales" } });
});

test("P-04, interop 17: a taken userName is a 409 uniqueness in any case, and nothing changes", async ({ scim }) => {
  const user = await createUser(scim, { title: "before" });
  const userName = textAt(user, "userName");
  for (const variant of [userName, userName.toUpperCase()]) {
    const answer = await post(scim, "/Users", userBody({ userName: variant, title: "after" }));
    expectScimError(answer, 409, "uniqueness");
    expect(textAt(answer.body, "detail")).toContain(variant);
  }
  expect((await get(scim, `/Users/${idOf(user)}`)).body).toEqual(user);
  expect(await find(scim, "/Users", "userName pr")).toHaveLength(1);
});

test("P-05 a group without members, and one with", async ({ scim }) => {
  for (const members of [undefined, [], null]) {
    const empty = await post(scim, "/Groups", groupBody(members === undefined ? {} : { members }));
    expect(empty.status, empty.text).toBe(201);
    expectResource(scim, empty.body, "Group");
    expect(listAt(empty.body, "members")).toEqual([]);
    expect(empty.headers.get("location")).toBe(`${scim.baseUrl}/Groups/${idOf(empty.body)}`);
  }
  const user = await createUser(scim, { displayName: "Ada" });
  const group = await createGroup(scim, [idOf(user)]);
  expect((await get(scim, `/Groups/${idOf(group)}`)).body.members).toEqual([
    { value: idOf(user), type: "User", display: "Ada", $ref: `${scim.baseUrl}/Users/${idOf(user)}` },
  ]);
});

test("P-05 unknown members are a 400 invalidValue that lists them, and no group is made", async ({ scim }) => {
  const known = idOf(await createUser(scim));
  const unknown = ["018f0000-0000-7000-8000-000000000001", "not-an-id", "42"];
  const body = groupBody({ members: [known, ...unknown].map((value) => ({ value })) });
  const answer = await post(scim, "/Groups", body);
  expectScimError(answer, 400, "invalidValue");
  for (const id of unknown) {
    expect(textAt(answer.body, "detail")).toContain(id);
  }
  expect(textAt(answer.body, "detail")).not.toContain(known);
  expect(await find(scim, "/Groups", `displayName eq "${textAt(body, "displayName")}"`)).toEqual([]);
  expectScimError(await post(scim, "/Groups", groupBody({ members: [{ display: "no value" }] })), 400, "invalidValue");
});

test("P-06 attributes and excludedAttributes hold for the answers of POST, PUT and PATCH", async ({ scim }) => {
  const created = await post(scim, "/Users?attributes=userName", userBody({ title: "x", displayName: "y" }));
  expect(created.status, created.text).toBe(201);
  expect(Object.keys(created.body).sort()).toEqual(["id", "schemas", "userName"]);
  expect(created.headers.get("location")).toBe(`${scim.baseUrl}/Users/${idOf(created.body)}`);
  const path = `/Users/${idOf(created.body)}`;

  const replaced = await put(scim, `${path}?excludedAttributes=title,meta`, userBody({ title: "x", displayName: "y" }));
  expect(replaced.status, replaced.text).toBe(200);
  expect(replaced.body.displayName).toBe("y");
  expect(replaced.body).not.toHaveProperty("title");
  expect(replaced.body).not.toHaveProperty("meta");

  const patched = await patch(scim, `${path}?attributes=title`, { op: "replace", path: "title", value: "z" });
  expect(patched.body, patched.text).toEqual({ schemas: [userUrn], id: idOf(created.body), title: "z" });

  const member = idOf(created.body);
  const group = await post(scim, "/Groups?excludedAttributes=members", groupBody({ members: [{ value: member }] }));
  expect(group.status, group.text).toBe(201);
  expect(group.body).not.toHaveProperty("members");
});

test("P-07 active is true when it is omitted, and returned", async ({ scim }) => {
  expect((await createUser(scim)).active).toBe(true);
  expect((await createUser(scim, { active: null })).active).toBe(true);
  expect((await createUser(scim, { active: false })).active).toBe(false);
});

test("P-08 a password is accepted and never comes back", async ({ scim }) => {
  const created = await post(scim, "/Users", userBody({ password: "Zq8-rand-4417" }));
  expect(created.status, created.text).toBe(201);
  for (const answer of [created, await get(scim, `/Users/${idOf(created.body)}`), await get(scim, "/Users")]) {
    expect(answer.text).not.toMatch(/password|Zq8-rand/);
  }
});

test("P-09 empty and null values are accepted as unassigned", async ({ scim }) => {
  const created = await post(scim, "/Users", {
    ...userBody({ roles: [], addresses: null, manager: null, title: null, emails: [], groups: [] }),
    [enterpriseUrn]: { manager: null, department: null },
  });
  expect(created.status, created.text).toBe(201);
  expectResource(scim, created.body, "User");
  expect(created.body.schemas).toEqual([userUrn]);
  const member = { value: idOf(created.body), $ref: null, display: null, type: null };
  const group = await post(scim, "/Groups", groupBody({ members: [member], externalId: null }));
  expect(group.status, group.text).toBe(201);
  expect(listAt((await get(scim, `/Groups/${idOf(group.body)}`)).body, "members")).toHaveLength(1);
});

test("P-10 a deactivated person still holds the userName; a deleted one does not", async ({ scim }) => {
  const user = await createUser(scim, { active: false });
  const again = userBody({ userName: textAt(user, "userName") });
  expectScimError(await post(scim, "/Users", again), 409, "uniqueness");
  expect((await remove(scim, `/Users/${idOf(user)}`)).status).toBe(204);
  const second = await post(scim, "/Users", again);
  expect(second.status, second.text).toBe(201);
  expect(idOf(second.body)).not.toBe(idOf(user));
  expect(await findIds(scim, "/Users", `userName eq "${textAt(user, "userName")}"`)).toEqual([idOf(second.body)]);
});

test("what no schema knows is left out by default, and the rest is created", async ({ scim }) => {
  const created = await post(scim, "/Users", {
    ...userBody({
      title: "Chief",
      dispalyName: "typo",
      shoeSize: "top level",
      "urn:acme:ext:1.0:User": { tag: "x" },
    }),
  });
  expect(created.status, created.text).toBe(201);
  expect(created.body.title).toBe("Chief");
  expect(created.text).not.toMatch(/dispalyName|top level|urn:acme/);
});
