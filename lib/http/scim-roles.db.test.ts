import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roles } from "@/lib/directory/role";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import {
  entitlementSchemaUrn,
  listResponseUrn,
  oktaEntitlementSchemaUrn,
  oktaRoleSchemaUrn,
  roleSchemaUrn,
} from "@/lib/scim/urns";
import { baseUrl, createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let generic: TestClient;
let okta: TestClient;
let entra: TestClient;
let strict: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  const organizationId = await fixture.addOrganization("acme");
  generic = await fixture.addClient(organizationId);
  okta = await fixture.addClient(organizationId, "okta", { highestGrantableRole: "moderator" });
  entra = await fixture.addClient(organizationId, "entra");
  strict = await fixture.addClient(organizationId, "strict");
});
afterAll(() => fixture.close());

async function list(client: TestClient, path: string): Promise<{ body: JsonObject; resources: JsonObject[] }> {
  const { status, body } = await fixture.send(client, "GET", path);
  expect([path, status]).toEqual([path, 200]);
  return { body, resources: Array.isArray(body.Resources) ? body.Resources.filter(isJsonObject) : [] };
}

const idsOf = (resources: readonly JsonObject[]) => resources.map(({ id }) => id);

describe("N-05 /Roles and /Entitlements", () => {
  test("hold the five roles, in the words of the IETF's draft", async () => {
    const { body, resources } = await list(generic, "/Roles");
    expect(body).toMatchObject({ schemas: [listResponseUrn], totalResults: 5, startIndex: 1, itemsPerPage: 5 });
    expect(idsOf(resources)).toEqual(roles);
    expect(resources[1]).toEqual({
      schemas: [roleSchemaUrn, oktaRoleSchemaUrn],
      id: "administrator",
      value: "administrator",
      display: "Administrator",
      supported: true,
      limitedAssignmentsPermitted: false,
      [oktaRoleSchemaUrn]: {
        displayName: "Administrator",
        description: expect.stringContaining("This SCIM client may grant it."),
      },
      meta: { resourceType: "Role", location: `${baseUrl}/Roles/administrator` },
    });
    const entitlements = await list(generic, "/Entitlements");
    expect(entitlements.resources[3]).toMatchObject({
      schemas: [entitlementSchemaUrn, oktaEntitlementSchemaUrn],
      id: "member",
      value: "member",
      type: "role",
      [oktaEntitlementSchemaUrn]: { displayName: "Member", type: "role" },
      meta: { resourceType: "Entitlement", location: `${baseUrl}/Entitlements/member` },
    });
  });

  test("and in Okta's words for Okta", async () => {
    const { resources } = await list(okta, "/Roles");
    expect(resources[2]).toEqual({
      schemas: [oktaRoleSchemaUrn, roleSchemaUrn],
      id: "moderator",
      displayName: "Moderator",
      description: expect.stringContaining("This SCIM client may grant it."),
      [roleSchemaUrn]: {
        value: "moderator",
        display: "Moderator",
        supported: true,
        limitedAssignmentsPermitted: false,
      },
      meta: { resourceType: "Role", location: `${baseUrl}/Roles/moderator` },
    });
    const entitlements = await list(okta, "/Entitlements");
    for (const { schemas, displayName, type, description } of entitlements.resources) {
      expect([schemas, displayName, type]).toEqual([
        [oktaEntitlementSchemaUrn, entitlementSchemaUrn],
        expect.any(String),
        "role",
      ]);
      expect(String(description).length).toBeLessThanOrEqual(1_000);
    }
  });

  test("a role that the client may not grant is not supported, and it says so", async () => {
    const { resources } = await list(
      okta,
      `/Roles?filter=${encodeURIComponent(`${roleSchemaUrn}:supported eq false`)}`,
    );
    expect(idsOf(resources)).toEqual(["owner", "administrator"]);
    expect(resources[0]?.description).toContain("may not grant it: its highest grantable role is moderator.");
  });

  test("what is said of a role is what happens when it is granted", async () => {
    for (const client of [generic, okta]) {
      const { resources } = await list(client, "/Roles");
      for (const role of resources) {
        const extension = role[roleSchemaUrn];
        const supported = isJsonObject(extension) ? extension.supported : role.supported;
        const body = { userName: `${client.id} ${String(role.id)}`, roles: [{ value: String(role.id) }] };
        const { status } = await fixture.send(client, "POST", "/Users", { body });
        expect([role.id, status]).toEqual([role.id, supported === true ? 201 : 403]);
      }
    }
  });

  test("are filtered, sorted, paged and projected as any list", async () => {
    const page = await list(generic, "/Roles?count=1&startIndex=2");
    expect(page.body).toMatchObject({ totalResults: 5, startIndex: 2, itemsPerPage: 1 });
    expect(idsOf(page.resources)).toEqual(["administrator"]);
    expect((await list(okta, "/Entitlements?count=1&startIndex=1")).body).toMatchObject({ itemsPerPage: 1 });
    expect((await list(generic, "/Roles?count=0")).body).toMatchObject({ totalResults: 5, itemsPerPage: 0 });
    expect((await list(generic, "/Roles?startIndex=9")).body).toMatchObject({ totalResults: 5, itemsPerPage: 0 });

    const filtered = await list(generic, `/Roles?filter=${encodeURIComponent('value sw "m" and supported eq true')}`);
    expect([filtered.body.totalResults, idsOf(filtered.resources)]).toEqual([2, ["moderator", "member"]]);
    const byName = await list(okta, "/Roles?sortBy=displayName&sortOrder=descending");
    expect(idsOf(byName.resources)).toEqual(["owner", "moderator", "member", "guest", "administrator"]);

    const named = await list(generic, "/Roles?attributes=value");
    expect(Object.keys(named.resources[0] ?? {}).sort()).toEqual(["id", "schemas", "value"]);
    const one = await fixture.send(generic, "GET", "/Roles/guest?excludedAttributes=meta,display");
    expect(one.body).toMatchObject({ id: "guest", value: "guest" });
    expect(Object.keys(one.body)).not.toEqual(expect.arrayContaining(["meta"]));
    expect((await fixture.send(generic, "GET", "/Roles?filter=nothing+eq+1")).body).toMatchObject({
      status: "400",
      scimType: "invalidFilter",
    });
  });

  test("a walk by cursors meets each once", async () => {
    const seen: unknown[] = [];
    let cursor = "";
    for (let pages = 0; pages < 5; pages += 1) {
      const { body, resources } = await list(generic, `/Roles?count=2&sortBy=value&cursor=${cursor}`);
      expect(body.totalResults).toBe(5);
      seen.push(...idsOf(resources));
      if (typeof body.nextCursor !== "string") break;
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([...roles].sort());
    const other = await fixture.send(generic, "GET", `/Entitlements?sortBy=value&cursor=${cursor}`);
    expect(other.body).toMatchObject({ status: "400", scimType: "invalidCursor" });
  });

  test("one by its id; an unknown one is a 404", async () => {
    const found = await fixture.send(okta, "GET", "/Entitlements/owner");
    expect([found.status, found.body.id]).toEqual([200, "owner"]);
    for (const path of ["/Roles/emperor", "/Entitlements/Owner", "/Roles/constructor"]) {
      const missing = await fixture.send(okta, "GET", path);
      expect([path, missing.status, missing.body.status]).toEqual([path, 404, "404"]);
    }
  });

  test.each(["/Roles", "/Roles/owner", "/Entitlements", "/Entitlements/owner"])(
    "%s can be read and nothing else",
    async (path) => {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await fixture.send(generic, method, path);
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
      }
      expect((await fixture.send(generic, "HEAD", path)).status).toBe(200);
      expect((await fixture.send(generic, "GET", path, { token: null })).status).toBe(401);
    },
  );

  test("D-04 are published to those who read them, in their dialect", async () => {
    const isPublished = async (client: TestClient) => {
      const config = await fixture.send(client, "GET", "/ServiceProviderConfig");
      const types = idsOf((await list(client, "/ResourceTypes")).resources);
      const schemas = idsOf((await list(client, "/Schemas")).resources);
      return {
        config: Object.hasOwn(config.body, "RolesAndEntitlements"),
        types: types.filter((name) => name === "Role" || name === "Entitlement"),
        schemas: schemas.filter((urn) => /:(Role|Entitlement)$/.test(String(urn))).length,
      };
    };
    expect(await isPublished(entra)).toEqual({ config: true, types: ["Role", "Entitlement"], schemas: 4 });
    expect(await isPublished(generic)).toEqual({ config: false, types: [], schemas: 0 });
    expect(await isPublished(okta)).toEqual({ config: true, types: ["Role", "Entitlement"], schemas: 4 });
    expect(await isPublished(strict)).toEqual({ config: false, types: [], schemas: 0 });
    for (const path of ["/Roles", "/Roles/owner", "/Entitlements", "/Entitlements/owner", "/ResourceTypes/Role"]) {
      expect([path, (await fixture.send(strict, "GET", path)).status]).toEqual([path, 404]);
    }
    const ietf = await fixture.send(entra, "GET", "/ResourceTypes/Role");
    expect(ietf.body).toMatchObject({ schema: roleSchemaUrn, schemaExtensions: [{ schema: oktaRoleSchemaUrn }] });
    const role = await fixture.send(okta, "GET", "/ResourceTypes/Role");
    expect(role.body).toMatchObject({ schema: oktaRoleSchemaUrn, schemaExtensions: [{ schema: roleSchemaUrn }] });
  });

  test("any valid token may read them", async () => {
    const token = await fixture.addToken(generic.id, undefined, undefined, []);
    for (const path of ["/Roles", "/Entitlements/guest", "/Schemas", "/ResourceTypes", "/ServiceProviderConfig"]) {
      expect([path, (await fixture.send(generic, "GET", path, { token })).status]).toEqual([path, 200]);
    }
  });
});
