import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  createUsers,
  enterpriseUserBody,
  filtered,
  find,
  findIds,
  get,
  idOf,
  listAt,
  patch,
  post,
  sortedTexts,
  textAt,
  unique,
  valueAt,
} from "./exchange";
import { expectListResponse, expectResource, expectScimError } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

test("R-01 a user and a group are read by id", async ({ scim }) => {
  const user = await createUser(scim, { title: "Chief" });
  const read = await get(scim, `/Users/${idOf(user)}`);
  expect(read.status).toBe(200);
  expect(read.body).toEqual(user);
  expectResource(scim, read.body, "User");
  const group = await createGroup(scim, [idOf(user)]);
  expectResource(scim, (await get(scim, `/Groups/${idOf(group)}`)).body, "Group");
});

test("R-01 an unknown or malformed id is a 404 that names it", async ({ scim }) => {
  const user = idOf(await createUser(scim));
  const group = idOf(await createGroup(scim));
  const ids = [
    "018f0000-0000-7000-8000-000000000000",
    "010101001010101011001010101011",
    "42",
    "nobody",
    "%20",
    "a'b",
    "%27%3B--",
    "00000000-0000-0000-0000-00000000000g",
    "bulkId:x",
    "x".repeat(500),
    "é",
  ];
  for (const endpoint of ["/Users", "/Groups"]) {
    for (const id of ids) {
      expectScimError(await get(scim, `${endpoint}/${id}`), 404);
    }
  }
  expectScimError(await get(scim, `/Groups/${user}`), 404);
  expectScimError(await get(scim, `/Users/${group}`), 404);
  expect(textAt((await get(scim, "/Users/nobody")).body, "detail")).toContain("nobody");
});

test("R-02, interop 22: a deactivated person is still read, listed and found", async ({ scim }) => {
  const user = await createUser(scim, { active: false });
  expect((await get(scim, `/Users/${idOf(user)}`)).body.active).toBe(false);
  expect(sortedTexts(expectListResponse(await get(scim, "/Users")), "id")).toEqual([idOf(user)]);
  expect(await findIds(scim, "/Users", `userName eq "${textAt(user, "userName")}"`)).toEqual([idOf(user)]);
  expect(await findIds(scim, "/Users", "active eq false")).toEqual([idOf(user)]);
});

test.describe("projection", () => {
  const attributes = {
    title: "Chief",
    displayName: "Ada",
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [{ value: "a@b.example", type: "work", primary: true }],
  };
  const enterprise = { department: "Sums", costCenter: "4130" };

  for (const [query, expected] of [
    ["userName", { userName: true }],
    ["USERNAME", { userName: true }],
    ["userName,title", { userName: true, title: "Chief" }],
    ["userName, title ,  displayName", { userName: true, title: "Chief", displayName: "Ada" }],
    ["name.givenName", { name: { givenName: "Ada" } }],
    ["NAME.GIVENNAME", { name: { givenName: "Ada" } }],
    ["name", { name: attributes.name }],
    ["emails", { emails: attributes.emails }],
    ["emails.value", { emails: [{ value: "a@b.example" }] }],
    [`${userUrn}:title`, { title: "Chief" }],
    [`${userUrn}:name.familyName`, { name: { familyName: "Lovelace" } }],
    [`${enterpriseUrn}:department`, { [enterpriseUrn]: { department: "Sums" } }],
    [`${enterpriseUrn.toLowerCase()}:DEPARTMENT`, { [enterpriseUrn]: { department: "Sums" } }],
    [enterpriseUrn, { [enterpriseUrn]: enterprise }],
    ["id", {}],
    ["schemas", {}],
    ["noSuchThing", {}],
    ["noSuchThing,title", { title: "Chief" }],
    ["nickName", {}],
    ["title&attributes=displayName", { title: "Chief", displayName: "Ada" }],
    ["password", {}],
    ["role", { role: "member" }],
  ] as const) {
    test(`R-03 attributes=${query}`, async ({ scim }) => {
      const created = await post(scim, "/Users", enterpriseUserBody(enterprise, attributes));
      expect(created.status, created.text).toBe(201);
      const id = idOf(created.body);
      const schemas = listAt(created.body, "schemas");
      const wanted = "userName" in expected ? { ...expected, userName: created.body.userName } : expected;
      const parameters = query.split("&").map((part, index) => (index === 0 ? part : part.replace("attributes=", "")));
      const search = new URLSearchParams(parameters.map((part) => ["attributes", part]));
      const read = await get(scim, `/Users/${id}?${search.toString()}`);
      expect(read.status, read.text).toBe(200);
      expect(read.body).toEqual({ schemas, id, ...wanted });
      const listed = expectListResponse(await get(scim, `/Users?${search.toString()}`));
      expect(listed).toEqual([{ schemas, id, ...wanted }]);
    });
  }

  test("R-03 an attribute that is read by request alone, meta and groups among them", async ({ scim }) => {
    const user = await createUser(scim);
    const group = await createGroup(scim, [idOf(user)]);
    const answer = await get(scim, `/Users/${idOf(user)}?attributes=groups,meta.resourceType,externalId`);
    expect(answer.body).toMatchObject({ meta: { resourceType: "User" }, groups: [{ value: idOf(group) }] });
    expect(Object.keys(Object(answer.body.meta))).toEqual(["resourceType"]);
  });

  for (const [query, gone] of [
    ["title", ["title"]],
    ["TITLE, displayName", ["title", "displayName"]],
    ["name", ["name"]],
    [enterpriseUrn, [enterpriseUrn]],
    ["meta", ["meta"]],
    ["noSuchThing", []],
    ["id,schemas", []],
  ] as const) {
    test(`R-05 excludedAttributes=${query}`, async ({ scim }) => {
      const created = (await post(scim, "/Users", enterpriseUserBody(enterprise, attributes))).body;
      const search = new URLSearchParams({ excludedAttributes: query });
      const read = await get(scim, `/Users/${idOf(created)}?${search.toString()}`);
      const expected = Object.fromEntries(
        Object.entries(created).filter(([name]) => !gone.some((each) => each === name)),
      );
      expect(read.body).toEqual(expected);
      expect(expectListResponse(await get(scim, `/Users?${search.toString()}`))).toEqual([expected]);
    });
  }

  test("R-05 sub-attributes are excluded alone", async ({ scim }) => {
    const created = (await post(scim, "/Users", enterpriseUserBody(enterprise, attributes))).body;
    const excluded = `name.givenName,emails.type,${enterpriseUrn}:costCenter`;
    const read = await get(scim, `/Users/${idOf(created)}?excludedAttributes=${encodeURIComponent(excluded)}`);
    expect(read.body).toEqual({
      ...created,
      name: { familyName: "Lovelace" },
      emails: [{ value: "a@b.example", primary: true }],
      [enterpriseUrn]: { department: "Sums" },
    });
  });

  test("R-06 attributes wins over excludedAttributes", async ({ scim }) => {
    const created = (await post(scim, "/Users", enterpriseUserBody(enterprise, attributes))).body;
    const read = await get(scim, `/Users/${idOf(created)}?attributes=title,displayName&excludedAttributes=title`);
    expect(read.body).toEqual({ schemas: created.schemas, id: idOf(created), title: "Chief", displayName: "Ada" });
  });
});

test("R-04 attributes never brings what is never returned", async ({ scim }) => {
  const user = await createUser(scim, { password: "s3cret" });
  const read = await get(scim, `/Users/${idOf(user)}?attributes=password,userName`);
  expect(read.body).toEqual({ schemas: [userUrn], id: idOf(user), userName: user.userName });
});

test("R-05, interop 24: excludedAttributes=members drops the members, by id and in lists", async ({ scim }) => {
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim, [member]);
  const read = await get(scim, `/Groups/${idOf(group)}?excludedAttributes=members`);
  expect(read.body).toMatchObject({ schemas: [groupUrn], id: idOf(group), displayName: group.displayName });
  expect(read.body).not.toHaveProperty("members");
  const list = expectListResponse(await get(scim, "/Groups?excludedAttributes=members"));
  expect(list).toEqual([read.body]);
  const values = await get(scim, `/Groups/${idOf(group)}?attributes=members.value`);
  expect(values.body).toEqual({ schemas: [groupUrn], id: idOf(group), members: [{ value: member }] });
  const found = await get(scim, filtered("/Groups", `members eq "${member}"`, "attributes=displayName"));
  expect(expectListResponse(found)).toEqual([{ schemas: [groupUrn], id: idOf(group), displayName: group.displayName }]);
});

test("R-07 spaces after commas, repeated and empty parameters are tolerated", async ({ scim }) => {
  const user = await createUser(scim, { title: "x", displayName: "y", nickName: "z" });
  const expected = { schemas: [userUrn], id: idOf(user), title: "x", displayName: "y" };
  for (const query of [
    "attributes=title,%20displayName",
    "attributes=title,+displayName",
    "attributes=title&attributes=displayName",
    "attributes=title,,displayName,",
    "attributes=%20title%20,displayName",
  ]) {
    expect((await get(scim, `/Users/${idOf(user)}?${query}`)).body, query).toEqual(expected);
  }
  expect((await get(scim, `/Users/${idOf(user)}?attributes=`)).status).toBe(200);
});

test("unknown query parameters are ignored", async ({ scim }) => {
  const user = await createUser(scim);
  expect((await get(scim, `/Users/${idOf(user)}?aadOptscim062020&foo=bar&foo`)).body).toEqual(user);
  expect(
    (await patch(scim, `/Users/${idOf(user)}?aadOptscim062020`, { op: "add", path: "title", value: "x" })).status,
  ).toBe(200);
});

test("L-01, interop 19, interop 26: lists are in one order on every page and every call; none found is an empty list", async ({
  scim,
}) => {
  expect(expectListResponse(await get(scim, "/Users"))).toEqual([]);
  expect(expectListResponse(await get(scim, "/Groups"))).toEqual([]);
  expect(expectListResponse(await get(scim, filtered("/Users", 'userName eq "nobody"')))).toEqual([]);
  const ids = (await createUsers(scim, 25)).sort();
  const order = expectListResponse(await get(scim, "/Users")).map((user) => textAt(user, "id"));
  expect([...order].sort()).toEqual(ids);
  for (const size of [1, 4, 7, 25, 30]) {
    const paged: string[] = [];
    for (let startIndex = 1; startIndex <= 25; startIndex += size) {
      const page = expectListResponse(await get(scim, `/Users?startIndex=${startIndex}&count=${size}`));
      paged.push(...page.map((user) => textAt(user, "id")));
    }
    expect(paged).toEqual(order);
  }
  const first = await find(scim, "/Users", "active eq true");
  await patch(scim, `/Users/${order[0]}`, { op: "add", path: "title", value: unique("t") });
  expect((await find(scim, "/Users", "active eq true")).map(idOf)).toEqual(first.map(idOf));
});

test("L-02, interop 27: totalResults, startIndex and itemsPerPage are integers that tell the page", async ({
  scim,
}) => {
  await createUsers(scim, 5);
  const page = await get(scim, "/Users?startIndex=4&count=10");
  expect(expectListResponse(page)).toHaveLength(2);
  expect(page.body).toMatchObject({ totalResults: 5, startIndex: 4, itemsPerPage: 2 });
  expect(valueAt(page.body, "Resources[0].meta.resourceType")).toBe("User");
  for (const resource of listAt(page.body, "Resources")) {
    expectResource(scim, Object(resource), "User");
  }
});
