import { addCustomAttribute } from "@/lib/console/custom-attributes";
import type { Database } from "@/lib/db/pool";
import type { JsonObject } from "@/lib/scim/json";
import { expect, type Scim, test } from "../fixtures";
import {
  createGroup,
  createUser,
  find,
  findIds,
  get,
  idOf,
  listAt,
  memberValues,
  patch,
  post,
  put,
  textAt,
  userBody,
  valueAt,
} from "./exchange";
import { expectPatched, expectScimError } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

const badgeUrn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";
const teamUrn = "urn:acme:team";
const undefinedUrn = "urn:ietf:params:scim:schemas:extension:Nobody:2.0:User";

type Definition = {
  readonly type?: string;
  readonly multiValued?: boolean;
  readonly resourceType?: string;
  readonly canonicalValues?: readonly string[];
};

/** Defines an attribute as the command line does, and waits until the server, which keeps running, knows it. */
async function define(scim: Scim, database: Database, schema: string, name: string, definition: Definition = {}) {
  const defaults = { type: "string", multiValued: false, caseExact: false, resourceType: "User", canonicalValues: [] };
  const input = { ...defaults, schema, name, ...definition };
  const added = await addCustomAttribute(database, { kind: "operator" }, scim.organization.subdomain, input);
  if (!added.ok) throw new Error(added.message);
  await waitUntilKnown(scim, schema, name);
}

async function waitUntilKnown(scim: Scim, schema: string, name: string): Promise<void> {
  await expect.poll(async () => (await get(scim, `/Schemas/${schema}`)).text).toContain(`"name":"${name}"`);
}

/** Waits for a sentence in the log of the organization. */
async function expectLeniency(scim: Scim, database: Database, sentence: string): Promise<void> {
  const where = { organizationId: scim.organization.id };
  await expect
    .poll(async () => (await database.prisma.requestLog.findMany({ where })).flatMap(({ leniencies }) => leniencies))
    .toContainEqual(expect.stringContaining(sentence));
}

test("D-06, D-07, D-09 an extension is published with its attributes, at once and to its organization alone", async ({
  scim,
  roster,
  createClient,
  createOrganization,
}) => {
  expectScimError(await get(scim, `/Schemas/${badgeUrn}`), 404);
  const add = ["custom-attribute", "add", "-r", scim.organization.subdomain, "--schema"];
  await roster([...add, badgeUrn, "tag", "--canonical-value", "Gold", "--canonical-value", "Silver"]);
  await roster([...add, badgeUrn, "levels", "--type", "integer", "--multi-valued", "--description", "Access levels"]);
  await roster([...add, teamUrn, "floor", "--type", "integer", "--resource-type", "Group"]);
  await waitUntilKnown(scim, teamUrn, "floor");
  const schema = await get(scim, `/Schemas/${badgeUrn}`);
  expect(schema.body).toMatchObject({ id: badgeUrn, name: "Badge" });
  expect(textAt(schema.body, "description")).not.toBe("");
  expect(listAt(schema.body, "attributes")).toEqual([
    {
      name: "levels",
      type: "integer",
      multiValued: true,
      description: "Access levels",
      required: false,
      mutability: "readWrite",
      returned: "default",
      uniqueness: "none",
    },
    expect.objectContaining({ name: "tag", type: "string", caseExact: false, canonicalValues: ["Gold", "Silver"] }),
  ]);
  expect(listAt((await get(scim, "/ResourceTypes/User")).body, "schemaExtensions")).toEqual([
    { schema: enterpriseUrn, required: false },
    { schema: badgeUrn, required: false },
  ]);
  expect(listAt((await get(scim, "/ResourceTypes/Group")).body, "schemaExtensions")).toEqual([
    { schema: teamUrn, required: false },
  ]);
  expect((await get(await createClient({ preset: "strict" }), `/Schemas/${badgeUrn}`)).status).toBe(200);
  expectScimError(await get(await createOrganization(), `/Schemas/${badgeUrn}`), 404);
});

test("P-03, X-04 Entra: data under a custom URN that schemas does not name, and PATCH by the URN's path", async ({
  createClient,
  scim,
  database,
}) => {
  await define(scim, database, badgeUrn, "tag");
  await define(scim, database, badgeUrn, "remote", { type: "boolean" });
  const entra = await createClient({ preset: "entra" });
  const created = await post(entra, "/Users", {
    ...userBody(),
    schemas: [userUrn],
    [badgeUrn]: { tag: "A-1", remote: "True" },
  });
  expect(created.status, created.text).toBe(201);
  expect(created.body).toMatchObject({ schemas: [userUrn, badgeUrn], [badgeUrn]: { tag: "A-1", remote: true } });
  const path = `/Users/${idOf(created.body)}`;
  expect(await findIds(scim, "/Users", `${badgeUrn}:tag eq "a-1"`)).toEqual([idOf(created.body)]);

  const patched = await patch(
    entra,
    path,
    { op: "Replace", path: `${badgeUrn}:tag`, value: "B-2" },
    { op: "Add", path: `${badgeUrn}:remote`, value: "False" },
  );
  expect(valueAt(await expectPatched(entra, patched, path), badgeUrn)).toEqual({ tag: "B-2", remote: false });
  await expectPatched(entra, await patch(entra, path, { op: "Remove", path: `${badgeUrn}:tag` }), path);
  expect(valueAt((await get(scim, path)).body, badgeUrn)).toEqual({ remote: false });

  await expectLeniency(scim, database, `added "${badgeUrn}" to schemas`);
});

test("C-09 values of another type, and others than the canonical ones, are a 400 that says what is right", async ({
  scim,
  database,
}) => {
  await define(scim, database, badgeUrn, "tag", { canonicalValues: ["Gold", "Silver"] });
  await define(scim, database, badgeUrn, "since", { type: "dateTime" });
  await define(scim, database, badgeUrn, "level", { type: "integer" });
  const user = await createUser(scim, { [badgeUrn]: { tag: "GOLD", since: "2026-03-01T10:00:00+02:00" } });
  expect(user[badgeUrn]).toEqual({ tag: "GOLD", since: "2026-03-01T10:00:00+02:00" });
  const path = `/Users/${idOf(user)}`;
  for (const [name, value, detail] of [
    ["tag", "Bronze", /"Bronze".*Gold, Silver/],
    ["tag", 1, /a text/],
    ["since", "yesterday", /date and time/],
    ["level", 1.5, /a whole number/],
    ["level", 2 ** 53, /9007199254740991/],
    ["level", 1e29, /9007199254740991/],
  ] as const) {
    const answers = [
      await post(scim, "/Users", userBody({ [badgeUrn]: { [name]: value } })),
      await put(scim, path, { ...userBody(), schemas: [userUrn, badgeUrn], [badgeUrn]: { [name]: value } }),
      await patch(scim, path, { op: "replace", path: `${badgeUrn}:${name}`, value }),
    ];
    for (const answer of answers) {
      expectScimError(answer, 400, "invalidValue");
      expect(textAt(answer.body, "detail")).toMatch(detail);
    }
  }
  expect((await get(scim, path)).body[badgeUrn]).toEqual(user[badgeUrn]);

  const largest = 2 ** 53 - 1;
  const kept = await createUser(scim, { [badgeUrn]: { level: -largest } });
  expect(valueAt(kept, `${badgeUrn}.level`)).toBe(-largest);
  const text = JSON.stringify(userBody({ [badgeUrn]: { level: 7 } })).replace('"level":7', '"level":9007199254740993');
  expectScimError(await post(scim, "/Users", { text }), 400, "invalidValue");
});

test("X-06, X-10, F-10 multi-valued: add appends once, remove takes a list, filters look at each value", async ({
  scim,
  database,
}) => {
  await define(scim, database, badgeUrn, "levels", { type: "integer", multiValued: true });
  const id = idOf(await createUser(scim, { [badgeUrn]: { levels: [1, 2] } }));
  const other = idOf(await createUser(scim, { [badgeUrn]: { levels: [5] } }));
  const levels = async (...operations: Parameters<typeof patch>[2][]) =>
    valueAt(
      await expectPatched(scim, await patch(scim, `/Users/${id}`, ...operations), `/Users/${id}`),
      `${badgeUrn}.levels`,
    );
  const path = `${badgeUrn}:levels`;
  expect(await levels({ op: "add", path, value: [2, 3] }, { op: "add", path, value: 4 })).toEqual([1, 2, 3, 4]);
  expect(await levels({ op: "remove", path, value: [1, 4] })).toEqual([2, 3]);
  expect(await findIds(scim, "/Users", `${path} eq 3`)).toEqual([id]);
  expect(await findIds(scim, "/Users", `${path} gt 3`)).toEqual([other]);
  expect(await findIds(scim, "/Users", `${path} pr`)).toEqual([id, other].sort());
  expect(await levels({ op: "replace", path, value: [9] })).toEqual([9]);
  expect(await levels({ op: "remove", path })).toBeUndefined();
  expect((await get(scim, `/Users/${id}`)).body.schemas).toEqual([userUrn]);
});

test("S-01 sortBy, R-03 attributes, and W-02 what a PUT clears", async ({ scim, database }) => {
  await define(scim, database, badgeUrn, "share", { type: "decimal" });
  await define(scim, database, badgeUrn, "tag");
  const ids: string[] = [];
  for (const share of [0.5, 10, 2]) ids.push(idOf(await createUser(scim, { [badgeUrn]: { share, tag: "x" } })));
  const list = await get(scim, `/Users?sortBy=${badgeUrn}:share&attributes=${badgeUrn}:share`);
  const [half, ten, two] = ids;
  expect(listAt(list.body, "Resources")).toEqual(
    [half, two, ten].map((id) => ({ id, schemas: [userUrn, badgeUrn], [badgeUrn]: { share: expect.any(Number) } })),
  );
  const path = `/Users/${half}`;
  expect((await get(scim, `${path}?excludedAttributes=${badgeUrn}`)).body).not.toHaveProperty(badgeUrn);
  const body = { ...userBody(), schemas: [userUrn] };
  expect((await put(scim, path, body)).body[badgeUrn]).toEqual({ share: 0.5, tag: "x" });
  const partly = { ...body, schemas: [userUrn, badgeUrn], [badgeUrn]: { tag: "y" } };
  expect((await put(scim, path, partly)).body[badgeUrn]).toEqual({ tag: "y" });
  expect((await put(scim, path, { ...body, schemas: [userUrn, badgeUrn] })).body).not.toHaveProperty(badgeUrn);
});

test("X-20 groups have extensions too", async ({ scim, database }) => {
  await define(scim, database, teamUrn, "floor", { type: "integer", resourceType: "Group" });
  const member = idOf(await createUser(scim));
  const group = await createGroup(scim, [member], { schemas: [groupUrn], [teamUrn]: { floor: 9 } });
  expect(group).toMatchObject({ schemas: [groupUrn, teamUrn], [teamUrn]: { floor: 9 } });
  await patch(scim, `/Groups/${idOf(group)}`, { op: "replace", path: `${teamUrn}:floor`, value: 10 });
  expect(await find(scim, "/Groups", `${teamUrn}:floor gt 9`)).toMatchObject([
    { id: idOf(group), [teamUrn]: { floor: 10 }, members: memberValues([member]) },
  ]);
});

test.describe("a URN that nobody defined", () => {
  const extension: JsonObject = { badge: "X-1" };

  test("P-03 ignore: left out, and the log says so", async ({ scim, database }) => {
    const user = await createUser(scim, { schemas: [userUrn, undefinedUrn], [undefinedUrn]: extension });
    expect(user).not.toHaveProperty(undefinedUrn);
    expect(user.schemas).toEqual([userUrn]);
    await expectLeniency(scim, database, `ignored the attribute "${undefinedUrn}`);
  });

  test("keep: stored, returned, patched and filtered; and typed once somebody defines it", async ({
    createClient,
    scim,
    database,
  }) => {
    const entra = await createClient({ preset: "entra" });
    const user = await createUser(entra, { [undefinedUrn.toUpperCase()]: { BADGE: "X-1" } });
    const path = `/Users/${idOf(user)}`;
    await patch(entra, path, { op: "add", path: `${undefinedUrn}:since`, value: "2026-03-01T10:00:00+02:00" });
    expect(await findIds(entra, "/Users", `${undefinedUrn.toUpperCase()}:BADGE eq "x-1"`)).toEqual([idOf(user)]);
    await define(scim, database, undefinedUrn, "badge");
    await define(scim, database, undefinedUrn, "since", { type: "dateTime" });
    expect((await get(scim, path)).body[undefinedUrn]).toEqual({ badge: "X-1", since: "2026-03-01T10:00:00+02:00" });
    expect(await findIds(scim, "/Users", `${undefinedUrn}:since eq "2026-03-01T08:00:00Z"`)).toEqual([idOf(user)]);
  });

  test("reject: 400 that names it", async ({ createClient }) => {
    const rejecting = await createClient({ options: { unknownAttributes: "reject" } });
    const answer = await post(rejecting, "/Users", userBody({ [undefinedUrn]: extension }));
    expectScimError(answer, 400, "invalidSyntax");
    expect(textAt(answer.body, "detail")).toContain(undefinedUrn);
  });
});
