import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import {
  bulkBody,
  createManaged,
  createUser,
  idOf,
  refusalOf,
  resultsOf,
  sendBulk,
  statusesOf,
} from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  organizationCount += 1;
  client = await fixture.addClient(await fixture.addOrganization(`acme${organizationCount}`));
});

function bulk(operations: readonly JsonObject[], failOnErrors?: number): Promise<JsonObject[]> {
  return sendBulk(fixture, client, operations, failOnErrors);
}

async function read(path: string): Promise<JsonObject> {
  return (await fixture.send(client, "GET", path)).body;
}

async function managerOf(id: string): Promise<unknown> {
  const extension = (await read(`/Users/${id}`))[enterpriseUserSchemaUrn];
  return isJsonObject(extension) && isJsonObject(extension.manager) ? extension.manager.value : undefined;
}

async function listAll(): Promise<string[]> {
  const lists = [await read("/Users?count=1000"), await read("/Groups?count=1000&excludedAttributes=members")];
  const resources = lists.flatMap(({ Resources: list }) => (Array.isArray(list) ? list.filter(isJsonObject) : []));
  return resources.map(({ userName, displayName }) => String(userName ?? displayName)).sort();
}

describe("B-04 what was created is removed whatever the client may delete", () => {
  const failing = [createManaged("a", "bulkId:b"), createManaged("b", "bulkId:a", { active: 7 })];

  test.each(["refuse", "deactivate"] as const)("onDelete %s", async (onDelete) => {
    client = await fixture.addClient(client.organizationId, "generic", { onDelete });
    expect(statusesOf(await bulk(failing))).toEqual(["a 409", "b 400"]);
    expect(await listAll()).toEqual([]);
  });

  test("without the scope to delete", async () => {
    await fixture.database.prisma.accessToken.updateMany({
      where: { scimClientId: client.id },
      data: { scopes: ["users:read", "users:write"] },
    });
    expect(statusesOf(await bulk(failing))).toEqual(["a 409", "b 400"]);
    expect(await listAll()).toEqual([]);
  });

  test("somebody who was adopted has what they had before", async () => {
    const [before] = await bulk([createUser("a", { title: "Dr", externalId: "x" })]);
    client = await fixture.addClient(client.organizationId, "generic", { onExistingUser: "adopt" });
    const shown = await read(`/Users/${idOf(before)}`);
    const circle = [
      createManaged("a", "bulkId:b", { title: "Sir", externalId: "y", role: "moderator" }),
      createManaged("b", "bulkId:a", { active: 7 }),
    ];
    expect(statusesOf(await bulk(circle))).toEqual(["a 409", "b 400"]);
    const { meta, ...after } = await read(`/Users/${idOf(before)}`);
    const { meta: _meta, ...expected } = shown;
    expect(after).toEqual(expected);
    expect(meta).toMatchObject({ version: 'W/"3"' });
  });

  test("and is adopted when all goes well", async () => {
    const [before] = await bulk([createUser("a")]);
    client = await fixture.addClient(client.organizationId, "generic", { onExistingUser: "adopt" });
    const results = await bulk([createManaged("a", "bulkId:b"), createManaged("b", "bulkId:a")]);
    expect(statusesOf(results)).toEqual(["a 201", "b 201"]);
    expect(idOf(results[0])).toBe(idOf(before));
    expect(await managerOf(idOf(before))).toBe(idOf(results[1]));
  });
});

describe("a fault that is not the request's", () => {
  test("the operation says 500, and nothing more is begun", async () => {
    const error = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const output = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await fixture.database.pool.query(
      `CREATE FUNCTION fail_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$;
       CREATE TRIGGER fail_test BEFORE INSERT ON users FOR EACH ROW WHEN (NEW.user_name = 'fail@acme.example')
       EXECUTE FUNCTION fail_test()`,
    );
    const answer = await fixture.send(client, "POST", "/Bulk", {
      body: bulkBody([createUser("a"), createUser("fail"), createUser("c")]),
    });
    const circle = await fixture.send(client, "POST", "/Bulk", {
      body: bulkBody([createManaged("x", "bulkId:fail"), createManaged("fail", "bulkId:x"), createUser("c")]),
    });
    error.mockRestore();
    output.mockRestore();
    await fixture.database.pool.query("DROP TRIGGER fail_test ON users; DROP FUNCTION fail_test()");
    expect(statusesOf(resultsOf(answer))).toEqual(["a 201", "fail 500"]);
    expect(refusalOf(resultsOf(answer)[1]).detail).toContain(String(answer.headers.get("x-request-id")));
    expect(answer.text).not.toContain("out of order");
    expect(statusesOf(resultsOf(circle))).toEqual(["x 409", "fail 500"]);
    expect(await listAll()).toEqual(["a@acme.example"]);
  });
});
