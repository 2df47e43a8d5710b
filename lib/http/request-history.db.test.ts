import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listRequestRows, type RequestRow } from "@/lib/db/request-list";
import { listRequests } from "@/lib/db/request-log";
import { bulkRequestUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let other: TestClient;

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"), "okta");
  other = await fixture.addClient(await fixture.addOrganization("beta"));
});
afterAll(() => fixture.close());

async function readRow(answer: TestAnswer, organizationId = client.organizationId): Promise<RequestRow> {
  await fixture.readLogRow(answer);
  const rows = await listRequestRows(fixture.database, organizationId, {}, { limit: 1_000 });
  const row = rows.find(({ id }) => id === answer.headers.get("x-request-id"));
  if (row === undefined) throw new Error("The organization does not see the request.");
  return row;
}

const user = (userName: string, more = {}) => ({ schemas: [userSchemaUrn], userName, ...more });
const patch = (...operations: object[]) => ({
  body: { schemas: [patchOpUrn], Operations: operations.map((operation) => ({ op: "replace", ...operation })) },
});

async function createUser(userName: string, more = {}): Promise<string> {
  return String((await fixture.send(client, "POST", "/Users", { body: user(userName, more) })).body.id);
}

describe("what each operation did", () => {
  test("a person: created, updated, renamed, deactivated, reactivated, deleted", async () => {
    const name = { givenName: "Grace", familyName: "Hopper" };
    const created = await fixture.send(client, "POST", "/Users", { body: user("grace@acme.example", { name }) });
    const id = String(created.body.id);
    const acts: [TestAnswer, string, string[]][] = [
      [created, "user.created", []],
      [
        await fixture.send(client, "PATCH", `/Users/${id}`, patch({ path: "title", value: "Dr" })),
        "user.updated",
        ["title"],
      ],
      [
        await fixture.send(client, "PATCH", `/Users/${id}`, patch({ path: "userName", value: "g@acme.example" })),
        "user.renamed",
        ["userName"],
      ],
      [
        await fixture.send(client, "PATCH", `/Users/${id}`, patch({ path: "active", value: false })),
        "user.deactivated",
        ["active"],
      ],
      [
        await fixture.send(client, "PATCH", `/Users/${id}`, patch({ path: "active", value: true })),
        "user.reactivated",
        ["active"],
      ],
      [await fixture.send(client, "DELETE", `/Users/${id}`), "user.deleted", []],
    ];
    for (const [answer, action, attributes] of acts) {
      expect(await readRow(answer)).toMatchObject({
        outcome: "changed",
        action,
        label: "Grace Hopper",
        effects: [{ action, resourceType: "User", resourceId: id, label: "Grace Hopper", attributes }],
      });
    }
  });

  test("a write that changes nothing, a read, a list and a failure", async () => {
    const id = await createUser("alan@acme.example", { title: "Dr" });
    const again = await fixture.send(client, "PATCH", `/Users/${id}`, patch({ path: "title", value: "Dr" }));
    expect(await readRow(again)).toMatchObject({
      outcome: "unchanged",
      action: "user.updated",
      label: "alan@acme.example",
      effects: [],
    });
    expect(await readRow(await fixture.send(client, "GET", `/Users/${id}`))).toMatchObject({
      outcome: "read",
      action: "user.read",
    });
    const list = await fixture.send(client, "GET", '/Users?filter=userName%20eq%20"nobody"');
    expect(await readRow(list)).toMatchObject({
      outcome: "read",
      action: "users.listed",
      label: 'userName eq "nobody"',
    });
    const taken = await fixture.send(client, "POST", "/Users", { body: user("alan@acme.example") });
    expect(await readRow(taken)).toMatchObject({
      outcome: "failed",
      action: "user.created",
      label: "alan@acme.example",
      options: expect.arrayContaining([{ name: "onExistingUser", value: "conflict" }]),
    });
  });

  test("a group tells how many really came and went", async () => {
    const [one, two] = [await createUser("one@acme.example"), await createUser("two@acme.example")];
    const body = { schemas: [groupSchemaUrn], displayName: "Engineering", members: [{ value: one }] };
    const created = await fixture.send(client, "POST", "/Groups", { body });
    const path = `/Groups/${created.body.id}`;
    const both = { op: "add", path: "members", value: [{ value: one }, { value: two }] };
    const added = await fixture.send(client, "PATCH", path, { body: { schemas: [patchOpUrn], Operations: [both] } });
    expect(await readRow(added)).toMatchObject({
      action: "group.members.changed",
      label: "Engineering",
      effects: [{ members: { added: 1, removed: 0, ids: [one, two] } }],
    });
    const again = await fixture.send(client, "PATCH", path, { body: { schemas: [patchOpUrn], Operations: [both] } });
    expect(await readRow(again)).toMatchObject({ outcome: "unchanged", effects: [] });
  });

  test("a Bulk tells each of its effects; a part that was taken back is none", async () => {
    const operations = [
      { method: "POST", path: "/Users", bulkId: "a", data: user("bulk-a@acme.example") },
      { method: "POST", path: "/Users", bulkId: "b", data: user("alan@acme.example") },
    ];
    const answer = await fixture.send(client, "POST", "/Bulk", {
      body: { schemas: [bulkRequestUrn], Operations: operations },
    });
    const row = await readRow(answer);
    expect(row).toMatchObject({ outcome: "changed", action: "user.created" });
    expect(row.effects.map(({ label }) => label)).toEqual(["bulk-a@acme.example"]);
  });
});

describe("who was refused, and by which check", () => {
  const steps = ({ trace }: RequestRow) => trace.map(({ step, outcome }) => `${step} ${outcome}`);

  test("a token that was revoked or has expired shows its client and organization", async () => {
    const token = await fixture.addToken(client.id, undefined, new Date(0));
    const expired = await readRow(await fixture.send(client, "GET", "/Users", { token }));
    expect(expired).toMatchObject({ outcome: "refused", client_id: client.id, token_last_four: token.slice(-4) });
    expect(steps(expired).at(-1)).toBe("not_expired fail");
    expect(JSON.stringify(expired)).not.toContain(token);
  });

  test("a token that nobody knows belongs to the host's organization, and says nothing of others", async () => {
    const headers = { host: "acme.localhost" };
    const unknown = await readRow(await fixture.send(client, "GET", "/Users", { token: "roster_scim_x", headers }));
    expect(unknown).toMatchObject({ outcome: "refused", client_id: null, token_id: null });
    expect(steps(unknown)).toEqual(["token_presented pass", "scheme pass", "checksum fail", "found fail"]);
  });

  test("another organization's token at this one's host is that organization's affair alone", async () => {
    const headers = { host: "acme.localhost" };
    const answer = await fixture.send(other, "GET", "/Users", { headers });
    expect(answer.status).toBe(401);
    await expect(readRow(answer)).rejects.toThrow("does not see");
    expect(steps(await readRow(answer, other.organizationId)).at(-1)).toBe("organization fail");
  });

  test("a scope that is missing", async () => {
    const token = await fixture.addToken(client.id, undefined, undefined, ["users:read"]);
    const row = await readRow(await fixture.send(client, "DELETE", "/Users/x", { token }));
    expect(row).toMatchObject({ outcome: "refused", action: "user.deleted", status: 403 });
    expect(steps(row).at(-1)).toBe("scope fail");
  });

  test("a row that was written before traces were kept as text shows the same", async () => {
    const answer = await fixture.send(client, "GET", "/Users", {
      token: "roster_scim_y",
      headers: { host: "acme.localhost" },
    });
    const { trace } = await readRow(answer);
    await fixture.database.pool.query(
      "UPDATE request_log SET trace = trace_text::jsonb, trace_text = NULL WHERE organization_id = $1",
      [client.organizationId],
    );
    expect(trace).toHaveLength(4);
    expect((await readRow(answer)).trace).toEqual(trace);
    const listed = await listRequests(fixture.database.prisma, client.organizationId, { limit: 1_000 });
    expect(listed.find(({ id }) => id === answer.headers.get("x-request-id"))?.trace).toEqual(trace);
  });

  test("no credential, a doubled Bearer, another scheme", async () => {
    const at = { host: "acme.localhost" };
    const send = (authorization: string) =>
      fixture.send(client, "GET", "/Users", {
        token: null,
        headers: { ...at, ...(authorization === "" ? {} : { authorization }) },
      });
    expect(steps(await readRow(await send(""))).at(-1)).toBe("token_presented fail");
    expect(steps(await readRow(await send(`Bearer Bearer ${client.token}`)))).toContain("scheme fail");
    expect((await readRow(await send("Basic dXNlcjpwYXNz"))).trace.at(-1)).toMatchObject({
      outcome: "fail",
      received: "basic",
    });
  });
});

test.each([
  ["Okta SCIM Client 1.0.0", "okta"],
  ["authentik@2026.10", "authentik"],
  ["curl/8.5.0", "curl"],
  ["something else", "unknown"],
])("User-Agent %s is %s", async (agent, expected) => {
  const answer = await fixture.send(client, "GET", "/Schemas", { headers: { "user-agent": agent } });
  expect((await readRow(answer)).agent).toBe(expected);
});
