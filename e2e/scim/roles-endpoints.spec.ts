import type { JsonValue } from "@/lib/scim/json";
import { expect, type Scim, test } from "../fixtures";
import { filtered, get, listAt, post, send, textAt, userBody, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";

const roleUrn = "urn:ietf:params:scim:schemas:core:2.0:Role";
const entitlementUrn = "urn:ietf:params:scim:schemas:core:2.0:Entitlement";
const oktaRoleUrn = "urn:okta:scim:schemas:core:1.0:Role";
const oktaEntitlementUrn = "urn:okta:scim:schemas:core:1.0:Entitlement";
const fiveRoles = ["owner", "administrator", "moderator", "member", "guest"];

async function listIds(scim: Scim, path: string): Promise<(JsonValue | undefined)[]> {
  return expectListResponse(await get(scim, path)).map((resource) => valueAt(resource, "id"));
}

async function findResourceType(scim: Scim, name: string): Promise<JsonValue> {
  const types = expectListResponse(await get(scim, "/ResourceTypes"));
  const found = types.find((type) => valueAt(type, "name") === name);
  if (found === undefined) throw new Error(`There is no resource type ${name}.`);
  return found;
}

test("N-05 /Roles holds the five roles in the IETF's words, each with its address", async ({ scim }) => {
  const roles = expectListResponse(await get(scim, "/Roles"));
  expect(roles.map((role) => valueAt(role, "value"))).toEqual(fiveRoles);
  for (const role of roles) {
    const id = textAt(role, "id");
    expect(valueAt(role, "schemas")).toContain(roleUrn);
    expect(typeof valueAt(role, "supported")).toBe("boolean");
    expect(valueAt(role, "display")).toMatch(/\S/);
    expect(valueAt(role, "limitedAssignmentsPermitted")).toBe(false);
    expect(valueAt(role, "meta")).toEqual({ resourceType: "Role", location: `${scim.baseUrl}/Roles/${id}` });
    expect((await get(scim, `/Roles/${id}`)).body).toEqual(role);
  }
});

test("N-05 /Entitlements holds them as entitlements of the type role", async ({ scim }) => {
  const entitlements = expectListResponse(await get(scim, "/Entitlements"));
  expect(entitlements.map((entitlement) => valueAt(entitlement, "value"))).toEqual(fiveRoles);
  for (const entitlement of entitlements) {
    expect(valueAt(entitlement, "schemas")).toContain(entitlementUrn);
    expect(valueAt(entitlement, "type")).toBe("role");
  }
  expectScimError(await get(scim, "/Entitlements/emperor"), 404);
  expectScimError(await get(scim, "/Roles/emperor"), 404);
});

test.describe(() => {
  test.use({ scimClient: { preset: "okta" } });
  test("N-05 Okta discovers them by its own schemas", async ({ scim }) => {
    expect(valueAt(await findResourceType(scim, "Role"), "schema")).toBe(oktaRoleUrn);
    expect(valueAt(await findResourceType(scim, "Entitlement"), "schema")).toBe(oktaEntitlementUrn);
    for (const role of expectListResponse(await get(scim, "/Roles"))) {
      expect(listAt(role, "schemas")[0]).toBe(oktaRoleUrn);
      expect(textAt(role, "displayName")).toMatch(/\S/);
      expect(textAt(role, "description")).toMatch(/\S/);
    }
    for (const entitlement of expectListResponse(await get(scim, "/Entitlements"))) {
      expect(listAt(entitlement, "schemas")[0]).toBe(oktaEntitlementUrn);
      expect(textAt(entitlement, "displayName")).toMatch(/\S/);
      expect(textAt(entitlement, "type")).toMatch(/\S/);
      expect(textAt(entitlement, "description").length).toBeLessThanOrEqual(1_000);
    }
  });

  test("N-05 Okta's entitlement test: one a page", async ({ scim }) => {
    for (const path of ["/Roles", "/Entitlements"]) {
      const { body } = await get(scim, `${path}?count=1&startIndex=1`);
      expect(body).toMatchObject({ totalResults: 5, startIndex: 1, itemsPerPage: 1 });
    }
  });
});

test("N-05 the schemas of both dialects are published and wholly read-only", async ({ createOrganization }) => {
  const scim = await createOrganization({ preset: "entra" });
  for (const [name, endpoint, urn] of [
    ["Role", "/Roles", roleUrn],
    ["Entitlement", "/Entitlements", entitlementUrn],
  ] as const) {
    const type = await findResourceType(scim, name);
    expect(type).toMatchObject({ id: name, endpoint, schema: urn });
    expect((await get(scim, `/ResourceTypes/${name}`)).body).toEqual(type);
    const extensions = listAt(type, "schemaExtensions").map((extension) => textAt(extension, "schema"));
    expect(extensions).toHaveLength(1);
    for (const published of [urn, ...extensions]) {
      const schema = await get(scim, `/Schemas/${published}`);
      expect(schema.status, published).toBe(200);
      for (const attribute of listAt(schema.body, "attributes")) {
        expect(valueAt(attribute, "mutability"), `${published} ${textAt(attribute, "name")}`).toBe("readOnly");
      }
    }
  }
});

test("N-05 ServiceProviderConfig tells of them, and what it says of roles is so", async ({ createOrganization }) => {
  const scim = await createOrganization({ preset: "entra" });
  const { body } = await get(scim, "/ServiceProviderConfig");
  expect(body.RolesAndEntitlements).toMatchObject({
    roles: { supported: true, multipleRolesSupported: false, primarySupported: true },
    entitlements: { supported: true, multipleEntitlementsSupported: false, typeSupported: true, types: ["role"] },
  });
  const roleOf = async (roles: JsonValue) => valueAt((await post(scim, "/Users", userBody({ roles }))).body, "role");
  expect(await roleOf([{ value: "moderator" }])).toBe("moderator");
  // Several have no effect, but for the primary one.
  expect(await roleOf([{ value: "moderator" }, { value: "guest" }])).toBe("member");
  expect(await roleOf([{ value: "moderator" }, { value: "guest", primary: true }])).toBe("guest");
});

test("N-05 supported says what the client may grant", async ({ scim, createClient }) => {
  const limited = await createClient({ options: { highestGrantableRole: "moderator" } });
  expect(await listIds(scim, filtered("/Roles", "supported eq true"))).toEqual(fiveRoles.slice(1));
  expect(await listIds(limited, filtered("/Roles", "supported eq true"))).toEqual(fiveRoles.slice(2));
  expectScimError(await post(limited, "/Users", userBody({ role: "administrator" })), 403);
  expect((await post(limited, "/Users", userBody({ role: "moderator" }))).status).toBe(201);
});

test("N-05 they are filtered, sorted, paged and projected", async ({ scim }) => {
  expect(await listIds(scim, filtered("/Roles", 'value sw "m"'))).toEqual(["moderator", "member"]);
  expect(await listIds(scim, "/Entitlements?sortBy=value&sortOrder=descending")).toEqual(
    [...fiveRoles].sort().reverse(),
  );
  expect(await listIds(scim, "/Roles?startIndex=2&count=2")).toEqual(["administrator", "moderator"]);
  const [role] = expectListResponse(await get(scim, "/Roles?attributes=display"));
  expect(Object.keys(role ?? {}).sort()).toEqual(["display", "id", "schemas"]);
  expectScimError(await get(scim, filtered("/Roles", "power gt 9000")), 400, "invalidFilter");
});

for (const path of ["/Roles", "/Roles/guest", "/Entitlements", "/Entitlements/guest"]) {
  test(`N-05 ${path} cannot be written: 405 with Allow`, async ({ scim }) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await send(scim, method, path, method === "DELETE" ? undefined : { value: "emperor" });
      expectScimError(answer, 405);
      expect(answer.headers.get("allow")).toContain("GET");
    }
    expect(await listIds(scim, "/Roles")).toEqual(fiveRoles);
  });
}

test("N-05 a client that has no use for them is not told of them, and may read them all the same", async ({ scim }) => {
  expect(await listIds(scim, "/ResourceTypes")).toEqual(["User", "Group"]);
  for (const id of await listIds(scim, "/Schemas")) expect(String(id)).not.toMatch(/:(Role|Entitlement)$/);
  expect((await get(scim, "/ServiceProviderConfig")).body).not.toHaveProperty("RolesAndEntitlements");
  expect(await listIds(scim, "/Roles")).toEqual(fiveRoles);
});

test("N-05, D-04 a strict client is not told of them, and does not have them", async ({ createClient }) => {
  const strict = await createClient({ preset: "strict" });
  expect(await listIds(strict, "/ResourceTypes")).toEqual(["User", "Group"]);
  for (const id of await listIds(strict, "/Schemas")) expect(String(id)).not.toMatch(/:(Role|Entitlement)$/);
  expect((await get(strict, "/ServiceProviderConfig")).body).not.toHaveProperty("RolesAndEntitlements");
  for (const path of ["/Roles", "/Roles/guest", "/Entitlements", "/Entitlements/guest"]) {
    expectScimError(await get(strict, path), 404);
  }
});
