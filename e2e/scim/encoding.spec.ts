import { expect, test } from "../fixtures";
import { createUser, filtered, find, get, idOf, post, put, send, unique, userBody, valueAt } from "./exchange";
import { expectListResponse, expectResource, expectScimError } from "./expectations";
import { patchOpUrn, userUrn } from "./urns";

for (const [what, text] of [
  ["é composed", "Ren\u00e9e"],
  ["é decomposed", "Rene\u0301e"],
  ["Han", "漢字 山田太郎"],
  ["emoji with joiners", "👩‍👩‍👧‍👦 🇩🇪"],
  ["right to left", "محمد \u200fעברית"],
  ["Turkish and sharp s", "İIıi ß ẞ"],
  ["quotes and backslashes", `"'\\ \\u0041 %_ <b>&amp;`],
  ["tab and newline", "a\tb\nc"],
  ["trailing and double spaces", " a  b "],
] as const) {
  test(`T-06 ${what} comes back as it was sent`, async ({ scim }) => {
    const user = await createUser(scim, {
      userName: `${unique("u")} ${text}`,
      displayName: text,
      name: { givenName: text },
    });
    expect(user).toMatchObject({ displayName: text, name: { givenName: text } });
    const read = (await get(scim, `/Users/${idOf(user)}`)).body;
    expect(read).toEqual(user);
    const found = await find(scim, "/Users", `displayName eq ${JSON.stringify(text)}`);
    expect(found.map(idOf)).toEqual([idOf(user)]);
  });
}

test("T-06 a byte order mark before the body is tolerated", async ({ scim }) => {
  const answer = await post(scim, "/Users", { text: `\uFEFF${JSON.stringify(userBody())}` });
  expect(answer.status, answer.text).toBe(201);
});

for (const [what, value] of [
  ["U+0000", "a\\u0000b"],
  ["a lone surrogate", "a\\ud800b"],
] as const) {
  test(`T-06 ${what} is a 400 in POST, PUT and PATCH, in values and in names`, async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    const name = unique("nul");
    const refuse = async (method: string, at: string, text: string) => {
      const answer = await send(scim, method, at, { text });
      expectScimError(answer, 400, String(answer.body.scimType));
      expect(["invalidValue", "invalidSyntax"]).toContain(answer.body.scimType);
    };
    await refuse("POST", "/Users", `{"schemas":["${userUrn}"],"userName":"${name}${value}"}`);
    await refuse("POST", "/Users", `{"schemas":["${userUrn}"],"userName":"${name}","displayName":"${value}"}`);
    await refuse("POST", "/Users", `{"schemas":["${userUrn}"],"userName":"${name}","externalId":"${value}"}`);
    await refuse("POST", "/Users", `{"schemas":["${userUrn}"],"userName":"${name}","name":{"givenName":"${value}"}}`);
    await refuse("POST", "/Groups", `{"displayName":"${name}${value}"}`);
    await refuse("PUT", path, `{"schemas":["${userUrn}"],"userName":"${name}","title":"${value}"}`);
    const operation = `{"op":"replace","path":"title","value":"${value}"}`;
    await refuse("PATCH", path, `{"schemas":["${patchOpUrn}"],"Operations":[${operation}]}`);
    expect((await get(scim, path)).body).toEqual(user);
  });
}

test("T-06 U+0000 in a filter, a path and an id is refused, never a server error", async ({ scim }) => {
  for (const path of ["/Users?filter=userName%20eq%20%22a%00b%22", filtered("/Users", 'userName eq "a\\u0000b"')]) {
    const answer = await get(scim, path);
    expect([200, 400]).toContain(answer.status);
  }
  expectScimError(await get(scim, "/Users/a%00b"), 404);
  expect((await get(scim, "/Users?attributes=%00")).status).toBeLessThan(500);
});

for (const keys of [
  { schemas: "schemas", userName: "username", emails: "EMAILS", value: "Value", name: "NAME", givenName: "GIVENNAME" },
  { schemas: "SCHEMAS", userName: "USERNAME", emails: "Emails", value: "VALUE", name: "Name", givenName: "givenname" },
]) {
  test(`T-07 names match in any case (${keys.userName}) and come back in their canonical one`, async ({ scim }) => {
    const userName = unique("case");
    const created = await post(scim, "/Users", {
      [keys.schemas]: [userUrn.toUpperCase()],
      [keys.userName]: userName,
      [keys.emails]: [{ [keys.value]: "a@example.com" }],
      [keys.name]: { [keys.givenName]: "Ada" },
    });
    expect(created.status, created.text).toBe(201);
    expectResource(scim, created.body, "User");
    expect(created.body).toMatchObject({
      schemas: [userUrn],
      userName,
      emails: [{ value: "a@example.com" }],
      name: { givenName: "Ada" },
    });
  });
}

test("T-07 extension URNs match in any case, in schemas, as keys and in paths", async ({ scim }) => {
  const urn = "URN:IETF:Params:scim:schemas:EXTENSION:enterprise:2.0:user";
  const created = await post(scim, "/Users", {
    ...userBody(),
    schemas: [userUrn, urn],
    [urn]: { DEPARTMENT: "Sales" },
  });
  expect(created.status, created.text).toBe(201);
  expect(valueAt(created.body, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department")).toBe("Sales");
  expect(created.body).not.toHaveProperty([urn]);
});

test("T-08 the same attribute twice in different casing is a 400 invalidSyntax", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  const twice = { ...userBody(), username: unique("other") };
  expectScimError(await post(scim, "/Users", twice), 400, "invalidSyntax");
  expectScimError(await put(scim, path, twice), 400, "invalidSyntax");
  const nested = userBody({ name: { givenName: "Ada", GivenName: "Eda" } });
  expectScimError(await post(scim, "/Users", nested), 400, "invalidSyntax");
  const element = userBody({ emails: [{ value: "a@example.com", VALUE: "b@example.com" }] });
  expectScimError(await post(scim, "/Users", element), 400, "invalidSyntax");
  expect((await get(scim, path)).body).toEqual(user);
});

test("T-13 a body above the limit is a 413, and the next request is answered", async ({ scim }) => {
  const huge = JSON.stringify(userBody({ title: "x".repeat(24 * 1024 * 1024) }));
  expectScimError(await post(scim, "/Users", { text: huge }), 413);
  expectListResponse(await get(scim, "/Users"));
});

test("T-13 a URL above the limit is refused", async ({ scim }) => {
  const response = await scim.fetch(filtered("/Users", `userName eq "${"x".repeat(20_000)}"`));
  expect([400, 414, 431]).toContain(response.status);
  await response.arrayBuffer();
});

test("T-13 JSON nested beyond the limit is a 400", async ({ scim }) => {
  const user = await createUser(scim);
  const deepArray = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const deepObject = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  for (const deep of [deepArray, deepObject]) {
    const answers = [
      await post(scim, "/Users", { text: deep }),
      await post(scim, "/Users", { text: `{"schemas":["${userUrn}"],"userName":"${unique("deep")}","title":${deep}}` }),
      await post(scim, "/Users", {
        text: `{"schemas":["${userUrn}"],"userName":"${unique("deep")}","unheardOf":${deep}}`,
      }),
      await send(scim, "PATCH", `/Users/${idOf(user)}`, {
        text: `{"schemas":["${patchOpUrn}"],"Operations":[{"op":"add","path":"title","value":${deep}}]}`,
      }),
    ];
    for (const answer of answers) {
      expectScimError(answer, 400, String(answer.body.scimType));
      expect(["invalidSyntax", "invalidValue"]).toContain(answer.body.scimType);
    }
  }
});

test("T-13 a filter nested beyond the limit is a 400 invalidFilter", async ({ scim }) => {
  for (const filter of [
    `${"(".repeat(1000)}userName eq "x"${")".repeat(1000)}`,
    `${"not (".repeat(500)}userName eq "x"${")".repeat(500)}`,
    `${"(".repeat(2000)}`,
  ]) {
    const answer = await get(scim, filtered("/Users", filter));
    expectScimError(answer, 400, "invalidFilter");
  }
});

test("T-15 the order of attributes, whitespace and the order of schemas change nothing", async ({ scim }) => {
  const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  const body = (userName: string) => ({
    schemas: [userUrn, enterprise],
    userName,
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [{ value: "ada@example.com", type: "work" }],
    [enterprise]: { department: "Engines" },
  });
  const first = body(unique("order"));
  const second = body(unique("order"));
  const reversed = Object.fromEntries(Object.entries(second).reverse());
  const created = [
    await post(scim, "/Users", first),
    await post(scim, "/Users", {
      text: JSON.stringify({ ...reversed, schemas: [enterprise, userUrn] }, null, "\t\r\n "),
    }),
  ];
  const [a, b] = created.map((answer) => {
    expect(answer.status, answer.text).toBe(201);
    const { id, meta, userName, schemas, ...rest } = answer.body;
    expect([id, meta, userName].every((value) => value !== undefined)).toBe(true);
    return { ...rest, schemas: [...(Array.isArray(schemas) ? schemas : [])].sort() };
  });
  expect(a).toEqual(b);
});
