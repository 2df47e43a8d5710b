import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "@/lib/http/testing/endpoint-fixture";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { CustomAttributeInput } from "./custom-attribute-fields";
import { addCustomAttribute, listCustomAttributes, removeCustomAttribute } from "./custom-attributes";
import { createAttributeInput } from "./testing/custom-attribute-input";

const actor = { kind: "operator" } as const;
const urn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";

let fixture: EndpointFixture;
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

/** An organization with a client that keeps what nobody defined, and one that ignores it. */
type Place = { readonly subdomain: string; readonly keeping: TestClient; readonly ignoring: TestClient };

async function createPlace(): Promise<Place> {
  count += 1;
  const subdomain = `org${count}`;
  const organizationId = await fixture.addOrganization(subdomain);
  return {
    subdomain,
    keeping: await fixture.addClient(organizationId, "entra"),
    ignoring: await fixture.addClient(organizationId),
  };
}

async function store(client: TestClient, userName: string, extra: JsonObject): Promise<string> {
  const created = await fixture.send(client, "POST", "/Users", {
    body: { schemas: [userSchemaUrn], userName, ...extra },
  });
  expect(created.status, created.text).toBe(201);
  return String(created.body.id);
}

async function read(client: TestClient, id: string): Promise<JsonObject> {
  return (await fixture.send(client, "GET", `/Users/${id}`)).body;
}

/** The ids found, or the scimType of the refusal. */
async function search(client: TestClient, filter: string, endpoint = "/Users"): Promise<JsonValue> {
  const { body } = await fixture.send(client, "GET", `${endpoint}?filter=${encodeURIComponent(filter)}`);
  return Array.isArray(body.Resources)
    ? body.Resources.map((resource) => (resource as JsonObject).id ?? null)
    : (body.scimType ?? null);
}

/** Defines an attribute and waits until the endpoint knows. */
async function define(
  { subdomain, keeping, ignoring }: Place,
  name: string,
  differences: Partial<CustomAttributeInput> = {},
) {
  const added = await addCustomAttribute(
    fixture.database,
    actor,
    subdomain,
    createAttributeInput(urn, name, differences),
  );
  if (added.ok) await waitUntilKnown([keeping, ignoring], name, true);
  return added;
}

async function waitUntilKnown(clients: readonly TestClient[], name: string, isKnown: boolean): Promise<void> {
  for (const client of clients) {
    await vi.waitFor(async () => {
      const { text } = await fixture.send(client, "GET", "/Schemas");
      expect(text.includes(`"name":"${name}"`)).toBe(isKnown);
    });
  }
}

describe("a definition of what was kept without one", () => {
  test("filters work at once, and names get the casing of the definition", async () => {
    const place = await createPlace();
    const { keeping, ignoring } = place;
    const whole = await store(keeping, "whole", { [urn.toUpperCase()]: { LEVEL: 3, Other: "Kept" } });
    const flat = await store(keeping, "flat", { [`${urn}:level`]: 5 });
    const without = await store(keeping, "without", { [urn]: { other: "x" } });
    const nothing = await store(keeping, "nothing", { displayName: urn });
    expect(await search(ignoring, `${urn}:level eq 3`)).toBe("invalidFilter");
    const versionBefore = (await read(ignoring, whole)).meta;

    expect(await define(place, "level", { type: "integer" })).toMatchObject({ ok: true, value: { affected: 3 } });

    for (const client of [ignoring, keeping]) {
      expect(await search(client, `${urn}:level eq 3`)).toEqual([whole]);
      expect(await search(client, `${urn}:level gt 3`)).toEqual([flat]);
      expect(await search(client, `schemas eq "${urn}"`)).toEqual([whole, flat, without]);
    }
    const read1 = await read(ignoring, whole);
    expect(read1).toMatchObject({ schemas: [userSchemaUrn, urn], [urn]: { level: 3, Other: "Kept" } });
    expect(read1.meta).toMatchObject({ version: 'W/"2"' });
    expect(versionBefore).toMatchObject({ version: 'W/"1"' });
    expect((await read(ignoring, flat))[urn]).toEqual({ level: 5 });
    for (const id of [without, nothing]) {
      expect((await read(ignoring, id)).meta).toMatchObject({ version: 'W/"1"' });
    }
    expect(
      await fixture.database.prisma.resourceChange.findFirst({ where: { resourceId: whole, actorKind: "system" } }),
    ).toMatchObject({ kind: "updated", after: { [urn]: { level: 3, Other: "Kept" } } });
  });

  test("takes over what was kept under its plain name, which reads as the extension's from then on", async () => {
    const place = await createPlace();
    const { keeping, ignoring } = place;
    const plain = await store(keeping, "plain", { Zone: "North", other: "x" });
    const both = await store(keeping, "both", { title: "t", [urn]: { zone: "South" } });
    expect(await define(place, "zone")).toMatchObject({ ok: true, value: { affected: 2 } });
    const moved = await read(keeping, plain);
    expect(moved).toMatchObject({ schemas: [userSchemaUrn, urn], [urn]: { zone: "North" }, other: "x" });
    expect(Object.keys(moved).map((name) => name.toLowerCase())).not.toContain("zone");
    expect(await search(ignoring, 'zone eq "north"')).toEqual([plain]);
    expect(await search(ignoring, `${urn}:zone pr`)).toEqual([plain, both]);
    // The name is that of a core attribute too, which keeps its own values.
    expect(await define(place, "title")).toMatchObject({ ok: true });
    expect(await read(keeping, both)).toMatchObject({ title: "t", [urn]: { zone: "South" } });
  });

  test("is refused where its plain name holds what does not fit, or another value than the extension", async () => {
    const place = await createPlace();
    await store(place.keeping, "ada", { zone: 3 });
    await store(place.keeping, "bob", { zone: "North", [urn]: { zone: "South" } });
    expect(await define(place, "zone")).toMatchObject({ ok: false, message: expect.stringContaining("2 people hold") });
  });

  test("is refused with the number of values that do not fit, and an example, and changes nothing", async () => {
    const place = await createPlace();
    const fitting = await store(place.keeping, "fitting", { [urn.toLowerCase()]: { level: 3 } });
    await store(place.keeping, "misfit1@acme.example", { [urn]: { level: "three" } });
    await store(place.keeping, "misfit2@acme.example", { [urn]: { level: [3] } });
    const refused = await define(place, "level", { type: "integer" });
    expect(refused).toMatchObject({
      ok: false,
      message: expect.stringContaining(
        `2 people hold a value that does not fit, such as misfit1@acme.example: ${urn}:level is the text "three", but it must be a whole number`,
      ),
    });
    expect(await listCustomAttributes(fixture.database, place.subdomain)).toEqual({ ok: true, value: [] });
    expect((await read(place.ignoring, fitting))[urn.toLowerCase()]).toEqual({ level: 3 });
    expect((await read(place.ignoring, fitting)).meta).toMatchObject({ version: 'W/"1"' });
    expect(await search(place.ignoring, `${urn}:level eq 3`)).toBe("invalidFilter");
  });

  test.each<[string, Partial<CustomAttributeInput>, JsonValue, boolean]>([
    ["a value that is not canonical", { canonicalValues: ["gold"] }, "Silver", false],
    ["a canonical one", { canonicalValues: ["gold"] }, "Gold", true],
    ["one value where several may be", { multiValued: true }, "gold", false],
    ["an object", {}, { value: "gold" }, false],
    ["a dateTime", { type: "dateTime" }, "2026-01-01T00:00:00Z", true],
    ["no dateTime", { type: "dateTime" }, "2026-01-01", false],
  ])("%s", async (_, differences, value, fits) => {
    const place = await createPlace();
    await store(place.keeping, "ada", { [urn]: { tag: value } });
    expect((await define(place, "tag", differences)).ok).toBe(fits);
  });

  test("is refused where the URN holds no object, or a name twice", async () => {
    const place = await createPlace();
    await store(place.keeping, "ada", { [urn]: "a text" });
    await store(place.keeping, "bob", { [urn.toLowerCase()]: { tag: "a" }, [`${urn}:tag`]: "b" });
    expect(await define(place, "tag")).toMatchObject({ ok: false, message: expect.stringContaining("2 people hold") });
  });

  test("folds the values anew when the comparison changes, and again when the definition goes", async () => {
    const place = await createPlace();
    const { keeping, ignoring, subdomain } = place;
    const upper = await store(keeping, "upper", { [urn]: { code: "AB", since: "2026-01-01T00:00:00Z" } });
    const lower = await store(keeping, "lower", { [urn]: { code: "ab", since: "2026-01-01T02:00:00+02:00" } });
    expect(await search(keeping, `${urn}:code eq "AB"`)).toEqual([upper, lower]);
    await define(place, "code", { caseExact: true });
    await define(place, "since", { type: "dateTime" });
    expect(await search(keeping, `${urn}:code eq "AB"`)).toEqual([upper]);
    expect(await search(keeping, `${urn}:since eq "2026-01-01T01:00:00+01:00"`)).toEqual([upper, lower]);
    for (const name of ["CODE", "since"]) {
      const removed = await removeCustomAttribute(fixture.database, actor, subdomain, {
        schema: urn.toUpperCase(),
        name,
      });
      expect(removed).toMatchObject({ ok: true, value: { affected: 2 } });
      await waitUntilKnown([keeping, ignoring], name.toLowerCase(), false);
    }
    expect(await search(keeping, `${urn}:code eq "AB"`)).toEqual([upper, lower]);
    expect(await search(keeping, `${urn}:since eq "2026-01-01t00:00:00z"`)).toEqual([upper]);
    expect(await search(ignoring, `${urn}:code eq "AB"`)).toBe("invalidFilter");
  });

  test("of a group's attribute looks at groups", async () => {
    const place = await createPlace();
    const created = await fixture.send(place.keeping, "POST", "/Groups", {
      body: { schemas: [groupSchemaUrn], displayName: "Tower", [urn]: { floor: 9 } },
    });
    await store(place.keeping, "ada", { [urn]: { floor: "none" } });
    expect(await define(place, "floor", { type: "integer", resourceType: "Group" })).toMatchObject({
      ok: true,
      value: { affected: 1 },
    });
    expect(await search(place.ignoring, `${urn}:floor eq 9`, "/Groups")).toEqual([created.body.id]);
  });

  test("looks at all resources of the organization, however many, and at no other's", async () => {
    const place = await createPlace();
    const other = await createPlace();
    const foreign = await store(other.keeping, "ada", { [urn.toLowerCase()]: { level: "x" } });
    await fixture.database.pool.query(
      `INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, full_name, full_name_folded,
         attributes, search, last_modified)
       SELECT gen_random_uuid(), $1, 'user' || n, 'user' || n, true, 'member', 'user' || n, 'user' || n, a, a, now()
       FROM generate_series(1, 1201) n, LATERAL (SELECT jsonb_build_object($2::text, jsonb_build_object('level', n)) AS a) x`,
      [place.keeping.organizationId, urn.toLowerCase()],
    );
    expect(await define(place, "level", { type: "integer" })).toMatchObject({ ok: true, value: { affected: 1201 } });
    const { body } = await fixture.send(place.ignoring, "GET", `/Users?count=0&filter=${urn}:level%20gt%200`);
    expect(body.totalResults).toBe(1201);
    expect((await read(other.ignoring, foreign))[urn.toLowerCase()]).toEqual({ level: "x" });
  });
});

describe("what is left when a definition goes", () => {
  test("stays stored and shown, and follows unknownAttributes", async () => {
    const place = await createPlace();
    const { keeping, ignoring, subdomain } = place;
    const rejecting = await fixture.addClient(keeping.organizationId, "generic", { unknownAttributes: "reject" });
    await define(place, "tag");
    const id = await store(ignoring, "ada", { [urn]: { tag: "Gold" } });
    await removeCustomAttribute(fixture.database, actor, subdomain, { schema: urn, name: "tag" });
    await waitUntilKnown([keeping, ignoring], "tag", false);

    const patch = (client: TestClient, value: string) =>
      fixture.send(client, "PATCH", `/Users/${id}`, {
        body: {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          Operations: [{ op: "replace", value: { [urn]: { tag: value } } }],
        },
      });
    const ignored = await patch(ignoring, "Silver");
    expect(ignored.body[urn]).toEqual({ tag: "Gold" });
    expect((await fixture.readLogRow(ignored)).leniencies).toEqual([
      expect.stringContaining(`ignored the attribute "${urn}`),
    ]);
    expect((await patch(rejecting, "Silver")).body).toMatchObject({ status: "400", scimType: "invalidPath" });
    expect((await patch(keeping, "Bronze")).body[urn]).toEqual({ tag: "Bronze" });
  });
});

describe("definitions", () => {
  test("are listed by schema and name, audited, and each organization's own", async () => {
    const place = await createPlace();
    const other = await createPlace();
    await define(place, "b");
    await define(place, "A", { type: "boolean" });
    expect(await listCustomAttributes(fixture.database, place.subdomain)).toMatchObject({
      ok: true,
      value: [
        { name: "A", schema: urn, type: "boolean", resourceType: "User" },
        { name: "b", canonicalValues: [], multiValued: false },
      ],
    });
    expect(await listCustomAttributes(fixture.database, other.subdomain)).toEqual({ ok: true, value: [] });
    expect(await define(place, "a")).toMatchObject({ ok: false, message: expect.stringContaining(`${urn}:A already`) });
    await removeCustomAttribute(fixture.database, actor, place.subdomain, { schema: urn, name: "b" });
    const events = await fixture.database.prisma.auditEvent.findMany({
      where: { organizationId: place.keeping.organizationId, action: { startsWith: "customAttribute." } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action, subject }) => [action, subject])).toEqual([
      ["customAttribute.created", `${urn}:b`],
      ["customAttribute.created", `${urn}:A`],
      ["customAttribute.removed", `${urn}:b`],
    ]);
  });

  test("the removal of what is not there says what is", async () => {
    const place = await createPlace();
    await define(place, "level");
    const removed = await removeCustomAttribute(fixture.database, actor, place.subdomain, {
      schema: urn,
      name: "levle",
    });
    expect(removed).toMatchObject({ ok: false, message: expect.stringContaining(`Did you mean "${urn}:level"?`) });
  });

  test("two at the same time do not get past each other", async () => {
    const place = await createPlace();
    const names = ["urn:acme:badge", "urn:acme:badge:more", "urn:acme:badge"];
    const outcomes = await Promise.all(
      names.map((schema) =>
        addCustomAttribute(fixture.database, actor, place.subdomain, createAttributeInput(schema, "tag")),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
