import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  type Answer,
  createGroup,
  createUser,
  createUsers,
  enterpriseUserBody,
  filtered,
  find,
  get,
  groupBody,
  idOf,
  listAt,
  memberIds,
  memberValues,
  type Operation,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectResource, expectScimError, expectUnchanged } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

// The interoperability profile (draft-zollner-scim-interop-profile-01) and section 0.1 of the behaviour checklist.
// "§" is a section of the profile.

test.use({ scimClient: { preset: "strict" } });

const adaName = { formatted: "Ada Lovelace", givenName: "Ada", familyName: "Lovelace" };

/** The sub-attributes named `type` in what /Schemas publishes, with their canonical values. */
function listTypes(schema: JsonObject): [string, JsonValue | undefined][] {
  return listAt(schema, "attributes").flatMap((attribute): [string, JsonValue | undefined][] =>
    listAt(attribute, "subAttributes")
      .filter((sub) => textAt(sub, "name") === "type")
      .map((sub) => [textAt(attribute, "name"), valueAt(sub, "canonicalValues")]),
  );
}

test.describe("discovery", () => {
  test("§4 D-03 it announces the profile, to strict clients alone", async ({ scim, createClient, server }) => {
    const config = await get(scim, "/ServiceProviderConfig");
    expect(config.body.interopProfileConformant).toBe(true);
    for (const client of [
      { preset: "generic" },
      { preset: "strict", options: { strict: "false" } },
      { preset: "strict", options: { onExistingUser: "adopt" } },
    ]) {
      const other = await createClient(client);
      expect((await get(other, "/ServiceProviderConfig")).body).not.toHaveProperty("interopProfileConformant");
    }
    const withoutToken = await fetch(`${server.url}/scim/v2/ServiceProviderConfig`);
    expect(await withoutToken.json()).not.toHaveProperty("interopProfileConformant");
  });

  test("§5.1 /Schemas has no role and no password, and active is required", async ({ scim, createClient }) => {
    const attributesOf = async (connection: typeof scim) =>
      new Map(
        listAt((await get(connection, `/Schemas/${userUrn}`)).body, "attributes").map((attribute) => [
          textAt(attribute, "name"),
          valueAt(attribute, "required"),
        ]),
      );
    const attributes = await attributesOf(scim);
    expect([attributes.has("role"), attributes.has("password"), attributes.get("active")]).toEqual([
      false,
      false,
      true,
    ]);
    const usual = await attributesOf(await createClient());
    expect([usual.has("role"), usual.has("password"), usual.get("active")]).toEqual([true, true, false]);
  });

  test("§5.1 the resource types are User and Group, each with its name as its id", async ({ scim }) => {
    const types = listAt((await get(scim, "/ResourceTypes")).body, "Resources");
    expect(types.map((type) => [textAt(type, "id"), textAt(type, "name")])).toEqual([
      ["User", "User"],
      ["Group", "Group"],
    ]);
  });

  test("§5.4 every type lists its values", async ({ scim }) => {
    const schemas = listAt((await get(scim, "/Schemas")).body, "Resources");
    const types = schemas.flatMap((schema) => listTypes(JSON.parse(JSON.stringify(schema))));
    expect(types.map(([name]) => name)).toEqual(expect.arrayContaining(["emails", "phoneNumbers", "members"]));
    for (const [name, canonicalValues] of types) {
      expect(Array.isArray(canonicalValues) && canonicalValues.length > 0, name).toBe(true);
    }
  });
});

test.describe("the body of a POST or PUT", () => {
  const refused: readonly [string, (body: JsonObject) => JsonObject, string][] = [
    ["P-02 schemas is missing", ({ schemas, ...body }) => body, "invalidSyntax"],
    ["P-02 schemas is empty", (body) => ({ ...body, schemas: [] }), "invalidSyntax"],
    ["P-02 schemas is a text", (body) => ({ ...body, schemas: userUrn }), "invalidSyntax"],
    ["P-03 an unknown schema URN", (body) => ({ ...body, schemas: [userUrn, "urn:acme:2.0:User"] }), "invalidSyntax"],
    [
      "P-03 Entra's URN",
      (body) => ({
        ...body,
        schemas: [userUrn, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/User"],
      }),
      "invalidSyntax",
    ],
    [
      "P-03 an extension whose URN is not in schemas",
      (body) => ({ ...body, [enterpriseUrn]: { department: "Sums" } }),
      "invalidSyntax",
    ],
    ["§5.3 an unknown attribute", (body) => ({ ...body, dispalyName: "Ada" }), "invalidSyntax"],
    ["§5.3 an unknown sub-attribute", (body) => ({ ...body, name: { firstName: "Ada" } }), "invalidSyntax"],
    ["§5.3 an unknown URN", (body) => ({ ...body, "urn:acme:2.0:User": { badge: "7" } }), "invalidSyntax"],
    ["§5.3 an attribute with its URN as key", (body) => ({ ...body, [`${userUrn}:title`]: "Dr" }), "invalidSyntax"],
    ["X-15 manager beside the core attributes", (body) => ({ ...body, manager: { value: "m" } }), "invalidSyntax"],
    ["role", (body) => ({ ...body, role: "member" }), "invalidSyntax"],
    ["P-08 password", (body) => ({ ...body, password: "correct horse" }), "invalidSyntax"],
    ["C-09 active as a text", (body) => ({ ...body, active: "True" }), "invalidValue"],
    [
      "C-09 primary as a text",
      (body) => ({ ...body, emails: [{ value: "a@b.example", primary: "True" }] }),
      "invalidValue",
    ],
    ["C-09 a number for a text", (body) => ({ ...body, title: 7 }), "invalidValue"],
    ["C-10 one object for an array", (body) => ({ ...body, emails: { value: "a@b.example" } }), "invalidValue"],
    ["a text for an element", (body) => ({ ...body, roles: ["moderator"] }), "invalidValue"],
    ["X-14 the empty text", (body) => ({ ...body, title: "" }), "invalidValue"],
    [
      "§5.4 a type that /Schemas does not list",
      (body) => ({ ...body, emails: [{ value: "a@b.example", type: "private" }] }),
      "invalidValue",
    ],
    [
      "X-15 manager as a text",
      (body) => ({ ...body, schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: { manager: "m" } }),
      "invalidValue",
    ],
  ];

  for (const [name, change, scimType] of refused) {
    test(`${name}: 400 ${scimType}`, async ({ scim }) => {
      const user = await createUser(scim);
      const path = `/Users/${idOf(user)}`;
      expectScimError(await post(scim, "/Users", change(userBody())), 400, scimType);
      expectScimError(await put(scim, path, change(userBody())), 400, scimType);
      await expectUnchanged(scim, path, user);
      expect(await find(scim, "/Users", "userName pr")).toHaveLength(1);
    });
  }

  test("P-08 the refusal of a password says why, and not which", async ({ scim }) => {
    const answer = await post(scim, "/Users", userBody({ password: "correct horse" }));
    expect(textAt(answer.body, "detail")).toMatch(/keeps no passwords/);
    expect(answer.text).not.toContain("correct horse");
  });

  test("what the RFC says stays: names in any case, null, read-only attributes, no active", async ({ scim }) => {
    const { schemas, userName } = userBody();
    const created = await post(scim, "/Users", {
      SCHEMAS: schemas ?? null,
      USERNAME: userName ?? null,
      Title: null,
      id: "mine",
      groups: [{ value: "g" }],
      emails: [{ value: "a@b.example", type: "WORK" }],
    });
    expect(created.status, created.text).toBe(201);
    expectResource(scim, created.body, "User");
    expect(created.body).toMatchObject({ userName, active: true, emails: [{ value: "a@b.example", type: "WORK" }] });
    expect(created.body.id).not.toBe("mine");
    expect(created.body).not.toHaveProperty("role");
  });

  test("W-02 PUT clears what it omits, but keeps active; an extension is cleared if its URN is named", async ({
    scim,
  }) => {
    const body = enterpriseUserBody({ department: "Sums" }, { title: "Dr", active: false });
    const created = (await post(scim, "/Users", body)).body;
    const path = `/Users/${idOf(created)}`;
    const { userName = null } = body;
    const replaced = await put(scim, path, { schemas: [userUrn], userName });
    expect(replaced.status, replaced.text).toBe(200);
    expect(replaced.body).toMatchObject({ active: false, [enterpriseUrn]: { department: "Sums" } });
    expect(replaced.body).not.toHaveProperty("title");
    const cleared = await put(scim, path, { schemas: [userUrn, enterpriseUrn], userName });
    expect(cleared.body).not.toHaveProperty([enterpriseUrn]);
    expectScimError(await put(scim, path, { schemas: [userUrn], userName, active: null }), 400, "invalidValue");
  });

  test("roles decides the role of the organization, and has no type", async ({ scim, roster }) => {
    const roles = [{ value: "moderator", primary: true }];
    const user = await createUser(scim, { roles });
    expect(user.roles).toEqual(roles);
    const shown = await roster(["user", "show", textAt(user, "userName"), "-r", scim.organization.subdomain]);
    expect(shown).toMatchObject({ role: "moderator" });
    const typed = userBody({ roles: [{ value: "moderator", type: "x" }] });
    expectScimError(await post(scim, "/Users", typed), 400, "invalidSyntax");
  });
});

test.describe("PATCH", () => {
  const refused: readonly [string, Operation, string][] = [
    ["§6.5.1.1 no path", { op: "replace", value: { active: false } }, "invalidSyntax"],
    ["§6.5.1.1 no path to remove", { op: "remove" }, "invalidSyntax"],
    ["§6.5.1.2 a schema as the path", { op: "add", path: userUrn, value: { title: "x" } }, "invalidPath"],
    ["X-04 an extension set to null", { op: "replace", path: enterpriseUrn, value: null }, "invalidValue"],
    ["X-04 an unknown part of one", { op: "add", path: enterpriseUrn, value: { dept: "x" } }, "invalidPath"],
    ["X-04 an unknown path", { op: "add", path: "dispalyName", value: "x" }, "invalidPath"],
    ["X-04 role", { op: "replace", path: "role", value: "member" }, "invalidPath"],
    ["X-15 an extension's attribute without its URN", { op: "add", path: "department", value: "x" }, "invalidPath"],
    ["P-08 password", { op: "replace", path: "password", value: "x" }, "invalidSyntax"],
    ["§5.3 an unknown sub-attribute", { op: "add", path: "name", value: { firstName: "x" } }, "invalidSyntax"],
    ["§5.3 an unknown schema", { op: "add", path: "schemas", value: ["urn:acme:2.0:User"] }, "invalidSyntax"],
    ["§6.5.2.1 a complex value that is none", { op: "replace", path: "name", value: "Ada" }, "invalidValue"],
    ["§6.5.2.2 add of one object", { op: "add", path: "emails", value: { value: "n@b.example" } }, "invalidValue"],
    [
      "§6.5.2.2 replace by one object",
      { op: "replace", path: "emails", value: { value: "n@b.example" } },
      "invalidValue",
    ],
    ["§6.5.2.2 replace by null", { op: "replace", path: "emails", value: null }, "invalidValue"],
    [
      "§6.5.2.2 add to an element",
      { op: "add", path: 'emails[type eq "work"]', value: { display: "x" } },
      "invalidPath",
    ],
    [
      "§6.5.2.2 replace of an element",
      { op: "replace", path: 'emails[type eq "work"]', value: { value: "n@b.example" } },
      "invalidPath",
    ],
    ["§6.5.2.2 remove of an element", { op: "remove", path: 'emails[type eq "work"]' }, "invalidPath"],
    ["§6.5.3 several matches", { op: "replace", path: "emails[value pr].display", value: "x" }, "invalidFilter"],
    ["§6.5.3 several matches to remove", { op: "remove", path: "emails[value pr].display" }, "invalidFilter"],
    ["X-08 no match", { op: "replace", path: 'emails[type eq "other"].value', value: "n@b.example" }, "noTarget"],
    ["X-08 no match to add to", { op: "add", path: 'emails[type eq "other"].value', value: "n@b.example" }, "noTarget"],
    ["X-09 no match to remove", { op: "remove", path: 'emails[type eq "other"].value' }, "noTarget"],
    [
      "X-10 a removal with a value",
      { op: "remove", path: "emails", value: [{ value: "a@b.example" }] },
      "invalidSyntax",
    ],
    ["X-11 active removed", { op: "remove", path: "active" }, "mutability"],
    ["X-11 userName removed", { op: "remove", path: "userName" }, "mutability"],
    ["X-11 schemas removed", { op: "remove", path: "schemas" }, "mutability"],
    ["X-11 a read-only attribute", { op: "add", path: "groups", value: [{ value: "g" }] }, "mutability"],
    ["X-14 the empty text", { op: "replace", path: "title", value: "" }, "invalidValue"],
    ["X-15 manager as a text", { op: "add", path: `${enterpriseUrn}:manager`, value: "m" }, "invalidValue"],
    ["X-16 a boolean as a text", { op: "replace", path: "active", value: "False" }, "invalidValue"],
    [
      "X-16 a boolean as a text in a filter",
      { op: "remove", path: 'emails[primary eq "True"].display' },
      "invalidFilter",
    ],
    ["§5.4 another type", { op: "replace", path: 'emails[type eq "work"].type', value: "private" }, "invalidValue"],
  ];

  for (const [name, operation, scimType] of refused) {
    test(`${name}: 400 ${scimType}, and nothing changes`, async ({ scim }) => {
      const emails = [
        { value: "a@b.example", type: "work", primary: true },
        { value: "c@d.example", type: "home" },
      ];
      const user = await createUser(scim, { emails, title: "Dr" });
      const path = `/Users/${idOf(user)}`;
      const answer = await patch(scim, path, { op: "replace", path: "title", value: "Prof" }, operation);
      expectScimError(answer, 400, scimType);
      await expectUnchanged(scim, path, user);
    });
  }

  const patched = async (scim: Parameters<typeof patch>[0], user: JsonObject, ...operations: Operation[]) => {
    const answer = await patch(scim, `/Users/${idOf(user)}`, ...operations);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };

  test("§6.5.2.1 replace of a complex attribute replaces it whole, add merges", async ({ scim }) => {
    const user = await createUser(scim, { name: adaName });
    const merged = await patched(scim, user, { op: "add", path: "name", value: { familyName: "King" } });
    expect(merged.name).toEqual({ ...adaName, familyName: "King" });
    const replaced = await patched(scim, user, { op: "replace", path: "name", value: { familyName: "Byron" } });
    expect(replaced.name).toEqual({ familyName: "Byron" });
    const one = await patched(scim, user, { op: "replace", path: "name.givenName", value: "Ada" });
    expect(one.name).toEqual({ familyName: "Byron", givenName: "Ada" });
  });

  test("X-04 an extension by its URN, as a complex attribute", async ({ scim }) => {
    const user = await createUser(scim);
    const value = { department: "Art", division: "South" };
    const added = await patched(scim, user, { op: "add", path: enterpriseUrn, value });
    expect(added[enterpriseUrn]).toEqual(value);
    const removed = await patched(scim, user, { op: "remove", path: enterpriseUrn });
    expect(removed).not.toHaveProperty([enterpriseUrn]);
  });

  test("§6.5.2.1 add and replace of a simple attribute are the same", async ({ scim }) => {
    const user = await createUser(scim);
    expect((await patched(scim, user, { op: "replace", path: "title", value: "Dr" })).title).toBe("Dr");
    expect((await patched(scim, user, { op: "Add", path: "TITLE", value: "Prof" })).title).toBe("Prof");
    expect(await patched(scim, user, { op: "remove", path: "title" })).not.toHaveProperty("title");
  });

  test("§6.5.2.2 add appends an array, replace takes its place, a filter reaches one sub-attribute", async ({
    scim,
  }) => {
    const user = await createUser(scim, { emails: [{ value: "a@b.example", type: "work" }] });
    const home = { value: "c@d.example", type: "home" };
    const added = await patched(scim, user, { op: "add", path: "emails", value: [home] });
    expect(added.emails).toEqual([{ value: "a@b.example", type: "work" }, home]);
    const changed = await patched(scim, user, {
      op: "replace",
      path: 'emails[type eq "work"].value',
      value: "n@b.example",
    });
    expect(changed.emails).toEqual([{ value: "n@b.example", type: "work" }, home]);
    const replaced = await patched(scim, user, { op: "replace", path: "emails", value: [home] });
    expect(replaced.emails).toEqual([home]);
    expect(await patched(scim, user, { op: "replace", path: "emails", value: [] })).not.toHaveProperty("emails");
  });

  test("X-04 an extension's attribute by its URN", async ({ scim }) => {
    const user = await createUser(scim);
    const body = await patched(scim, user, {
      op: "add",
      path: `${enterpriseUrn}:manager`,
      value: { value: idOf(user) },
    });
    expect(valueAt(body, `${enterpriseUrn}.manager.value`)).toBe(idOf(user));
    expect(body.schemas).toEqual([userUrn, enterpriseUrn]);
  });
});

test.describe("groups", () => {
  test("X-03 a PATCH is answered with the resource", async ({ scim }) => {
    const [member = ""] = await createUsers(scim, 1);
    const path = `/Groups/${idOf(await createGroup(scim))}`;
    const answer = await patch(scim, path, { op: "add", path: "members", value: memberValues([member]) });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual((await get(scim, path)).body);
    expect(valueAt(answer.body, "members[0].value")).toBe(member);
  });

  test("X-09 one member is removed by its value, and who is no member without an error", async ({ scim }) => {
    const [ada = "", bob = "", eve = ""] = await createUsers(scim, 3);
    const group = idOf(await createGroup(scim, [ada, bob]));
    const removal = (id: string) => ({ op: "remove", path: `members[value eq "${id}"]` });
    expect((await patch(scim, `/Groups/${group}`, removal(ada))).status).toBe(200);
    expect(await memberIds(scim, group)).toEqual([bob]);
    expect((await patch(scim, `/Groups/${group}`, removal(eve))).status).toBe(200);
    expect(await memberIds(scim, group)).toEqual([bob]);
  });

  test("§6.5.3 a filter that selects several members is a 400 invalidFilter", async ({ scim }) => {
    const members = await createUsers(scim, 2);
    const group = idOf(await createGroup(scim, members));
    for (const filter of ['type eq "User"', `value eq "${members[0]}" or value eq "${members[1]}"`]) {
      const answer = await patch(scim, `/Groups/${group}`, { op: "remove", path: `members[${filter}]` });
      expectScimError(answer, 400, "invalidFilter");
    }
    expect(await memberIds(scim, group)).toEqual([...members].sort());
  });

  const refused: readonly [string, Operation, string][] = [
    ["§6.5.1.1 no path", { op: "replace", value: { displayName: "x" } }, "invalidSyntax"],
    ["§6.5.2.2 one member, not in an array", { op: "add", path: "members", value: { value: "u" } }, "invalidValue"],
    ["a member as a text", { op: "add", path: "members", value: ["u"] }, "invalidValue"],
    [
      "X-10 members to remove in the value",
      { op: "remove", path: "members", value: [{ value: "u" }] },
      "invalidSyntax",
    ],
    [
      "§5.3 an unknown part of a member",
      { op: "add", path: "members", value: [{ value: "u", x: 1 }] },
      "invalidSyntax",
    ],
    ["§5.4 another type", { op: "add", path: "members", value: [{ value: "u", type: "Robot" }] }, "invalidValue"],
    ["an unknown member", { op: "add", path: "members", value: [{ value: "u" }] }, "invalidValue"],
  ];
  for (const [name, operation, scimType] of refused) {
    test(`${name}: 400 ${scimType}`, async ({ scim }) => {
      const members = await createUsers(scim, 1);
      const group = await createGroup(scim, members);
      expectScimError(await patch(scim, `/Groups/${idOf(group)}`, operation), 400, scimType);
      expect(await memberIds(scim, idOf(group))).toEqual(members);
    });
  }

  test("a group's body is held to the same", async ({ scim }) => {
    const refusedBodies: [JsonObject, string][] = [
      [{ schemas: [] }, "invalidSyntax"],
      [{ schemas: [groupUrn, "urn:x:2.0:Group"] }, "invalidSyntax"],
      [{ description: "x" }, "invalidSyntax"],
      [{ members: { value: "u" } }, "invalidValue"],
      [{ members: ["u"] }, "invalidValue"],
    ];
    for (const [change, scimType] of refusedBodies) {
      expectScimError(await post(scim, "/Groups", groupBody(change)), 400, scimType);
    }
    expect(await find(scim, "/Groups", "displayName pr")).toEqual([]);
  });
});

test.describe("lifecycle", () => {
  test("§6.6 DELETE deletes, and the userName is free again", async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    expect((await remove(scim, path)).status).toBe(204);
    for (const answer of [await get(scim, path), await remove(scim, path), await put(scim, path, userBody())]) {
      expectScimError(answer, 404);
    }
    expect(await find(scim, "/Users", `userName eq "${textAt(user, "userName")}"`)).toEqual([]);
    const again = await createUser(scim, { userName: textAt(user, "userName") });
    expect(idOf(again)).not.toBe(idOf(user));
  });

  test("§6.9.1 a userName that is taken is a 409, in POST and PATCH, whatever its case", async ({ scim }) => {
    const user = await createUser(scim);
    const other = await createUser(scim);
    const taken = textAt(user, "userName").toUpperCase();
    expectScimError(await post(scim, "/Users", userBody({ userName: taken })), 409, "uniqueness");
    const rename = { op: "replace", path: "userName", value: taken };
    expectScimError(await patch(scim, `/Users/${idOf(other)}`, rename), 409, "uniqueness");
  });
});

test.describe("filters and sorting", () => {
  test("§6.3 F-14 an unknown attribute is a 400 invalidFilter, role and password too", async ({ scim }) => {
    for (const filter of [
      'dispalyName eq "x"',
      'role eq "member"',
      'password eq "x"',
      'urn:acme:2.0:User:tag eq "x"',
    ]) {
      expectScimError(await get(scim, filtered("/Users", filter)), 400, "invalidFilter");
    }
  });

  test("F-06, F-13, X-15 what is tolerated of others is a 400 invalidFilter", async ({ scim, createClient }) => {
    const usual = await createClient();
    for (const filter of ['active eq "True"', `${enterpriseUrn}:manager eq "m"`, 'department eq "x"']) {
      expectScimError(await get(scim, filtered("/Users", filter)), 400, "invalidFilter");
      expect((await get(usual, filtered("/Users", filter))).status).toBe(200);
    }
  });

  test("§6.3 other operators than eq and and are answered all the same", async ({ scim }) => {
    const user = await createUser(scim, { title: "Dr" });
    for (const filter of [
      'title sw "d" or title eq "x"',
      'active eq true and not (title co "z")',
      "emails.value pr or title pr",
    ]) {
      expect((await find(scim, "/Users", filter)).map(idOf), filter).toEqual([idOf(user)]);
    }
  });

  test("S-03 an unknown sortBy is a 400", async ({ scim }) => {
    const answer = await get(scim, "/Users?sortBy=dispalyName");
    expect(["invalidValue", "invalidPath"]).toContain(answer.body.scimType);
    expect(answer.status).toBe(400);
  });
});

test.describe("beside other SCIM clients of the organization", () => {
  test("what they stored that /Schemas does not list is not shown, and survives", async ({ scim, createClient }) => {
    const entra = await createClient({ preset: "entra" });
    const acme = "urn:acme:params:scim:schemas:extension:hr:2.0:User";
    const body = { badge: "7", [acme]: { tag: "x" }, roles: [{ value: "r", type: "App" }], role: "guest" };
    const stored = await createUser(entra, body);
    const path = `/Users/${idOf(stored)}`;
    const shown = (await get(scim, path)).body;
    expect(shown.schemas).toEqual([userUrn]);
    expect(shown.roles).toEqual([{ value: "r" }]);
    for (const name of ["badge", acme, "role"]) expect(shown).not.toHaveProperty([name]);
    expect((await find(scim, "/Users", "userName pr"))[0]).toEqual(shown);

    const answer = await patch(scim, path, { op: "replace", path: "title", value: "Dr" });
    expect(answer.status, answer.text).toBe(200);
    expect((await get(entra, path)).body).toMatchObject({ ...body, title: "Dr" });
  });

  test("they are answered as ever", async ({ createClient }) => {
    const usual = await createClient();
    const created = await post(usual, "/Users", { userName: unique("ada"), active: "True", password: "x", zzz: 1 });
    expect(created.status, created.text).toBe(201);
    const path = `/Users/${idOf(created.body)}`;
    const answers: Answer[] = [
      await patch(usual, path, { op: "replace", value: { active: "False" } }),
      await patch(usual, path, { op: "replace", path: 'emails[type eq "work"].value', value: "a@b.example" }),
      await patch(usual, path, { op: "replace", path: 'emails[type eq "work"]', value: { display: "A" } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[2]?.body.emails).toEqual([{ type: "work", value: "a@b.example", display: "A" }]);
  });
});

test.describe("the option", () => {
  test.use({ scimClient: { preset: "entra", options: { strict: "true" } } });

  test("strict=true on another preset overrides what it says", async ({ scim }) => {
    expectScimError(await post(scim, "/Users", userBody({ badge: "7" })), 400, "invalidSyntax");
    expect((await get(scim, "/ServiceProviderConfig")).body.interopProfileConformant).toBe(true);
  });

  test("holds from the moment it is set, and no longer than it is", async ({ scim, roster }) => {
    const set = (...args: readonly string[]) =>
      roster(["scim-client", "set", scim.client.name, "-r", scim.organization.subdomain, ...args]);
    const user = await createUser(scim);
    const status = async () => {
      const operation = { op: "replace", value: { title: unique("t") } };
      return (await patch(scim, `/Users/${idOf(user)}`, operation)).status;
    };
    expect(await status()).toBe(400);
    expect(await set("--option", "strict=false")).toMatchObject({
      changes: [
        { setting: "unknownAttributes", before: "reject", after: "keep" },
        { setting: "strict", before: true, after: false },
      ],
    });
    await expect(async () => expect(await status()).toBe(200)).toPass({ timeout: 5_000 });
    await set("--preset", "strict");
    await expect(async () => expect(await status()).toBe(400)).toPass({ timeout: 5_000 });
  });

  test("a contrary setting is refused in words", async ({ scim, roster }) => {
    const set = (option: string) =>
      roster(["scim-client", "set", scim.client.name, "-r", scim.organization.subdomain, "--option", option]);
    for (const option of ["onDelete=deactivate", "replaceOmitted=keep", "unknownAttributes=keep"]) {
      await expect(set(option)).rejects.toThrow(`cannot have ${option}`);
    }
    expect(await set("onDelete=delete")).toMatchObject({ options: { onDelete: "delete" } });
  });
});
