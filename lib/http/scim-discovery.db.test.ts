import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enterpriseUserSchemaUrn, groupSchemaUrn, listResponseUrn, userSchemaUrn } from "@/lib/scim/urns";
import { baseUrl, createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

describe("D: discovery", () => {
  test("D-01, A-09 /ServiceProviderConfig is there for everybody, but not for a wrong token", async () => {
    const known = await fixture.send(client, "GET", "/ServiceProviderConfig");
    const stranger = await fixture.send(client, "GET", "/ServiceProviderConfig", { token: null });
    expect([known.status, stranger.status]).toEqual([200, 200]);
    expect(stranger.body).toEqual(known.body);
    expect(known.body.meta).toEqual({
      resourceType: "ServiceProviderConfig",
      location: `${baseUrl}/ServiceProviderConfig`,
    });
    expect((await fixture.send(client, "GET", "/ServiceProviderConfig", { token: "wrong" })).status).toBe(401);
    for (const path of ["/Schemas", "/ResourceTypes"]) {
      expect((await fixture.send(client, "GET", path, { token: null })).status).toBe(401);
    }
  });

  test("D-05, D-06 /Schemas and each schema, its colons encoded or not and in any case", async () => {
    const list = await fixture.send(client, "GET", "/Schemas?startIndex=2&count=1&sortBy=id");
    expect(list.body).toMatchObject({ schemas: [listResponseUrn], totalResults: 3, startIndex: 1, itemsPerPage: 3 });
    for (const urn of [userSchemaUrn, groupSchemaUrn, enterpriseUserSchemaUrn]) {
      for (const written of [urn, encodeURIComponent(urn), urn.toUpperCase(), `${urn}/`]) {
        const answer = await fixture.send(client, "GET", `/Schemas/${written}`);
        expect([answer.status, answer.body.id]).toEqual([200, urn]);
      }
    }
    expect((await fixture.send(client, "GET", "/Schemas/urn:nothing")).status).toBe(404);
  });

  test("D-07, D-11 /ResourceTypes and each of them", async () => {
    const list = await fixture.send(client, "GET", "/ResourceTypes");
    expect(list.body).toMatchObject({
      totalResults: 2,
      Resources: [{ id: "User" }, { id: "Group" }],
    });
    const user = await fixture.send(client, "GET", "/ResourceTypes/User");
    expect(user.body).toMatchObject({ id: "User", name: "User", endpoint: "/Users", schema: userSchemaUrn });
    expect((await fixture.send(client, "GET", "/ResourceTypes/Nothing")).status).toBe(404);
  });

  test.each([
    "/ServiceProviderConfig",
    "/Schemas",
    `/Schemas/${userSchemaUrn}`,
    "/ResourceTypes",
    "/ResourceTypes/User",
  ])("D-08 a filter on %s is a 403", async (path) => {
    expect((await fixture.send(client, "GET", `${path}?filter=id+pr`)).status).toBe(403);
  });
});

describe("what is not offered says so", () => {
  test.each([
    ["M-01", "GET", "/Me"],
    ["M-01", "PUT", "/Me"],
    ["M-01", "DELETE", "/Me"],
  ])("%s %s %s is a 501", async (_case, method, path) => {
    const answer = await fixture.send(client, method, path);
    expect([answer.status, answer.body.status]).toEqual([501, "501"]);
    expect(answer.body.detail).toMatch(/./);
    expect((await fixture.send(client, method, path, { token: null })).status).toBe(401);
  });
});
