import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClientOptionOverrides } from "@/lib/directory/client-option-overrides";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let strict: TestClient;
let usual: TestClient;
let count = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  const organizationId = await fixture.addOrganization("acme");
  strict = await fixture.addClient(organizationId, "strict");
  usual = await fixture.addClient(organizationId);
});
afterAll(() => fixture.close());

const userBody = (attributes: JsonObject = {}): JsonObject => {
  count += 1;
  return { schemas: [userSchemaUrn], userName: `person-${count}`, ...attributes };
};

async function create(client: TestClient, attributes: JsonObject = {}): Promise<JsonObject> {
  const created = await fixture.send(client, "POST", "/Users", { body: userBody(attributes) });
  expect(created.status, created.text).toBe(201);
  return created.body;
}

const patch = (client: TestClient, path: string, ...operations: JsonObject[]) =>
  fixture.send(client, "PATCH", path, { body: { schemas: [patchOpUrn], Operations: operations } });

const pathless = { op: "replace", value: { title: "Dr" } };

describe("a strict SCIM client", () => {
  test("P-07 a person without active is active, and active cannot be unassigned", async () => {
    const user = await create(strict, { active: null });
    expect(user).toMatchObject({ active: true });
    expect(user).not.toHaveProperty("role");
    const removal = await patch(strict, `/Users/${user.id}`, { op: "remove", path: "active" });
    expect([removal.status, removal.body.scimType]).toEqual([400, "mutability"]);
  });

  test("§6.5.1.1 a path-less operation is refused, and nothing needs a remark in the log", async () => {
    const user = await create(strict);
    const refused = await patch(strict, `/Users/${user.id}`, pathless);
    expect([refused.status, refused.body.scimType]).toEqual([400, "invalidSyntax"]);
    expect((await fixture.readLogRow(refused)).leniencies).toEqual([]);
    expect((await patch(usual, `/Users/${user.id}`, pathless)).body).toMatchObject({ title: "Dr", role: "member" });
  });

  test("X-03 a PATCH of a group answers with the resource", async () => {
    const body = { schemas: [groupSchemaUrn], displayName: "Engineers" };
    const group = (await fixture.send(strict, "POST", "/Groups", { body })).body;
    const members = [{ value: String((await create(strict)).id) }];
    const path = `/Groups/${group.id}`;
    const answer = await patch(strict, path, { op: "add", path: "members", value: members });
    expect([answer.status, answer.body.members]).toEqual([200, [expect.objectContaining(members[0] ?? {})]]);
    expect((await patch(usual, path, { op: "remove", path: "members" })).status).toBe(204);
  });

  test("§5.1 sees nothing that /Schemas does not list, and what it does not see survives its writes", async () => {
    const entra = await fixture.addClient(strict.organizationId, "entra");
    const acme = "urn:acme:params:scim:schemas:extension:hr:2.0:User";
    const kept = { [acme]: { badge: "7" }, roles: [{ value: "r", type: "App" }] };
    const path = `/Users/${(await create(entra, kept)).id}`;
    const seen = (await fixture.send(strict, "GET", path)).body;
    expect(seen).toMatchObject({ schemas: [userSchemaUrn], roles: [{ value: "r" }] });
    expect(seen).not.toHaveProperty([acme]);
    expect((await patch(strict, path, { op: "add", path: "title", value: "Dr" })).status).toBe(200);
    const { id: _id, meta: _meta, groups: _groups, ...own } = seen;
    expect((await fixture.send(strict, "PUT", path, { body: { ...own, nickName: "Al" } })).status).toBe(200);
    expect((await fixture.send(entra, "GET", path)).body).toMatchObject({ [acme]: { badge: "7" }, role: "member" });
  });

  test("W-02 a PUT of what was read changes nothing", async () => {
    const user = await create(strict, {
      schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
      roles: [{ value: "guest", primary: true }],
      [enterpriseUserSchemaUrn]: { manager: { value: "m" } },
    });
    const answer = await fixture.send(strict, "PUT", `/Users/${user.id}`, { body: user });
    expect([answer.status, answer.body]).toEqual([200, user]);
    expect((await fixture.send(usual, "GET", `/Users/${user.id}`)).body.role).toBe("guest");
  });
});

describe("an option that is set", () => {
  test("holds for the next requests, without a restart", async () => {
    const client = await fixture.addClient(strict.organizationId);
    const set = (options: ClientOptionOverrides) =>
      fixture.database.prisma.scimClient.update({ where: { id: client.id }, data: { options } });
    const path = `/Users/${(await create(client)).id}`;
    const status = async () => (await patch(client, path, { op: "replace", value: { title: `t${count}` } })).status;
    expect(await status()).toBe(200);
    await set({ strict: true });
    await expect.poll(status).toBe(400);
    await set({ strict: false });
    await expect.poll(status).toBe(200);
    await set({ onDelete: "refuse" });
    const deletion = async () => (await fixture.send(client, "DELETE", `/Users/${(await create(client)).id}`)).status;
    await expect.poll(deletion).toBe(400);
    // What an older or newer version stored locks nobody out.
    await fixture.database.prisma.scimClient.update({
      where: { id: client.id },
      data: { options: { onDelete: "archive", rateLimit: "slow", tomorrow: 1 } },
    });
    await expect.poll(deletion).toBe(204);
  });
});
