import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ClientOptions } from "@/lib/directory/client-options";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { parseProjection } from "@/lib/scim/project-attributes";
import { enterpriseUserSchemaUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { runInPoolTransaction } from "./pool-transaction";
import { createTestDirectory, type TestDirectory } from "./testing/test-directory";
import { createId } from "./uuid";

const whole = { kind: "default" } as const;
const users = operationsOf("User");
const groups = operationsOf("Group");

let directory: TestDirectory;
let request: DirectoryRequest;

beforeAll(async () => {
  directory = await createTestDirectory();
}, 60_000);
afterAll(() => directory?.drop());
beforeEach(async () => {
  request = await createRequest();
});

describe("what a write leaves behind", () => {
  test("a change record commits with it: what was, what is, by whom, in which request", async () => {
    const { id } = await createUser({ title: "Analyst" });
    await users.patch(request, id, patch({ op: "replace", path: "title", value: "Lead" }), whole);
    await users.remove(request, id);
    const changes = await directory.database.prisma.resourceChange.findMany({
      where: { resourceId: id },
      orderBy: { id: "asc" },
    });
    expect(changes.map(({ kind, before, after }) => ({ kind, before, after }))).toMatchObject([
      { kind: "created", before: null, after: { title: "Analyst" } },
      { kind: "updated", before: { title: "Analyst" }, after: { title: "Lead" } },
      { kind: "deleted", before: { title: "Lead" }, after: null },
    ]);
    expect(new Set(changes.map((change) => change.requestId))).toEqual(new Set([request.id]));
    expect(new Set(changes.map((change) => change.actorId))).toEqual(new Set([request.client.id]));
  });

  test("C-04: what changes nothing writes nothing", async () => {
    const created = await createUser({ title: "Analyst" });
    const same = await users.patch(
      request,
      created.id,
      patch({ op: "replace", path: "title", value: "Analyst" }),
      whole,
    );
    expect(same.resource).toEqual(created.resource);
    const group = await createGroup([created.id]);
    const again = await groups.patch(request, group.id, addMembers(created.id), whole);
    expect(again.version).toBe(group.version);
    expect(await countChanges(created.id)).toBe(1);
    expect(await countChanges(group.id)).toBe(1);
  });

  test("a membership edit records only who really came and went", async () => {
    const [ada, eve, bob] = [await createUser(), await createUser(), await createUser()];
    const group = await createGroup([ada.id, eve.id]);
    await groups.patch(
      request,
      group.id,
      patch(
        { op: "add", path: "members", value: [{ value: ada.id }, { value: bob.id }] },
        { op: "remove", path: "members", value: [{ value: eve.id }] },
      ),
      whole,
    );
    const change = await directory.database.prisma.resourceChange.findFirst({
      where: { resourceId: group.id, kind: "updated" },
    });
    expect(change?.after).toEqual({ members: { added: [bob.id], removed: [eve.id] } });
  });

  test("Z-01: a person who goes leaves their groups, which get a new version", async () => {
    const { id } = await createUser();
    const group = await createGroup([id]);
    await users.remove(request, id);
    const after = await groups.get(request, group.id, whole);
    expect(after.resource).not.toHaveProperty("members");
    expect(after.version).not.toBe(group.version);
  });

  test("a person is subscribed to the default streams, a guest only if the client says so", async () => {
    const streamId = createId();
    const { organization } = request.client;
    await directory.database.prisma.stream.create({
      data: { id: streamId, organizationId: organization.id, name: "all", nameFolded: "all", isDefault: true },
    });
    const member = await createUser();
    const guest = await createUser({ role: "guest" });
    request = await createRequest({ createGuestsWithoutStreams: true }, request);
    const unsubscribed = await createUser({ role: "guest" });
    const subscriptions = await directory.database.prisma.streamSubscription.findMany({ where: { streamId } });
    const subscribed = subscriptions.map(({ userId }) => userId);
    expect(subscribed.sort()).toEqual([member.id, guest.id].sort());
    expect(subscribed).not.toContain(unsubscribed.id);
  });
});

describe("in parallel", () => {
  test("50 edits that add different members all survive", async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => createUser()));
    const group = await createGroup([]);
    await Promise.all(people.map(({ id }) => groups.patch(request, group.id, addMembers(id), whole)));
    expect(await memberIds(group.id)).toEqual(people.map(({ id }) => id).sort());
  });

  test("edits that replace all members leave those of one of them", async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => createUser()));
    const group = await createGroup([]);
    for (let round = 0; round < 5; round += 1) {
      const replacement = ({ id }: { id: string }) =>
        groups.patch(request, group.id, patch({ op: "replace", path: "members", value: [{ value: id }] }), whole);
      await Promise.all(people.map(replacement));
      expect(await memberIds(group.id)).toHaveLength(1);
    }
  });

  test("changes of different attributes of one person all survive", async () => {
    const { id } = await createUser();
    const names = [
      "title",
      "nickName",
      "userType",
      "locale",
      "timezone",
      "preferredLanguage",
      "displayName",
      "profileUrl",
    ];
    await Promise.all(
      names.map((name) => users.patch(request, id, patch({ op: "replace", path: name, value: `new ${name}` }), whole)),
    );
    const { resource } = await users.get(request, id, whole);
    expect(names.map((name) => resource[name])).toEqual(names.map((name) => `new ${name}`));
  });

  test("P-04: of 20 that make one userName one succeeds", async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => createUser({ userName: index % 2 ? "ada@x.example" : "ADA@x.example" })),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("of two writes that would each take one of two owners away, one is refused", async () => {
    request = await createRequest({ highestGrantableRole: "owner" });
    for (let round = 0; round < 10; round += 1) {
      const owners = [await createUser({ role: "owner" }), await createUser({ role: "owner" })];
      const acts = await Promise.allSettled([
        users.patch(request, owners[0]?.id ?? "", patch({ op: "replace", path: "active", value: false }), whole),
        users.remove(request, owners[1]?.id ?? ""),
      ]);
      expect(acts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      await directory.database.prisma.user.deleteMany({ where: { organizationId: request.client.organization.id } });
    }
  });

  test("P-05 an unknown member is refused also when the same request removes it again", async () => {
    const group = await createGroup([]);
    const operations = patch(
      { op: "add", path: "members", value: [{ value: "nobody" }] },
      { op: "remove", path: 'members[value eq "nobody"]' },
    );
    await expect(groups.patch(request, group.id, operations, whole)).rejects.toThrow(/the id nobody/);
  });

  test("a person who is removed while groups take them in is in none of them", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createUser();
      const created = await Promise.all([createGroup([]), createGroup([id]), createGroup([])]);
      await Promise.allSettled([
        ...created.map((group) => groups.patch(request, group.id, addMembers(id), whole)),
        users.remove(request, id),
      ]);
      for (const group of created) expect(await memberIds(group.id)).toEqual([]);
    }
  });
});

describe("a connection that is lost in the middle", () => {
  test("fails the one request and not the process", async () => {
    const lost = runInPoolTransaction(directory.database.pool, async (connection) => {
      await connection.query("SELECT pg_terminate_backend(pg_backend_pid())");
    });
    await expect(lost).rejects.toThrow(/terminat/);
    expect((await createUser()).resource.active).toBe(true);
  });
});

describe("a group's externalId", () => {
  test("is gone from the answer of the PATCH that removes it", async () => {
    const group = await groups.create(
      request,
      { schemas: [groupSchemaUrn], displayName: createId(), externalId: "g-1" },
      whole,
    );
    const withoutMembers = parseProjection(createClientResourceTypes(request.client).group, [], ["members"]);
    const removal = patch({ op: "remove", path: "externalId" });
    const patched = await groups.patch(request, group.id, removal, withoutMembers);
    expect(patched.resource).not.toHaveProperty("externalId");
  });
});

describe("nested groups", () => {
  test("N-01: a person's groups are direct and indirect, also around a cycle", async () => {
    const { id } = await createUser();
    const inner = await createGroup([id]);
    const outer = await createGroup([inner.id]);
    await groups.patch(request, inner.id, addMembers(outer.id), whole);
    const { resource } = await users.get(request, id, whole);
    const types = (Array.isArray(resource.groups) ? resource.groups : []).filter(isJsonObject);
    expect(types.map(({ value, type }) => ({ value, type }))).toEqual([
      { value: inner.id, type: "direct" },
      { value: outer.id, type: "indirect" },
    ]);
  });
});

describe("what one client may make of a person", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `${index}@x.example` }));

  test("T-13 a thousand values, and no more", async () => {
    const { id } = await createUser({ emails: many(1_000) });
    const more = patch({ op: "add", path: "emails", value: [{ value: "more@x.example" }] });
    await expect(users.patch(request, id, more, whole)).rejects.toMatchObject({ kind: "payloadTooLarge" });
    await expect(createUser({ emails: many(1_001) })).rejects.toMatchObject({ kind: "payloadTooLarge" });
  });

  test("T-13 256 KiB of attributes, and no more", async () => {
    const title = "x".repeat(200_000);
    const { id } = await createUser({ title });
    const more = patch({ op: "add", path: "nickName", value: title });
    await expect(users.patch(request, id, more, whole)).rejects.toMatchObject({ kind: "payloadTooLarge" });
  });

  test("T-13 so many operations on a person, more on members", async () => {
    const { id } = await createUser();
    const operations = Array.from({ length: 501 }, () => ({ op: "replace", path: "title", value: "x" }));
    await expect(users.patch(request, id, patch(...operations), whole)).rejects.toMatchObject({
      kind: "payloadTooLarge",
    });
    const group = await createGroup([]);
    const additions = operations.map(() => ({ op: "add", path: "members", value: [{ value: id }] }));
    await groups.patch(request, group.id, patch(...additions), whole);
    expect(await memberIds(group.id)).toEqual([id]);
  });

  test("T-13 a few filters on members that are not about their value", async () => {
    const group = await createGroup([]);
    const removals = Array.from({ length: 21 }, () => ({ op: "remove", path: 'members[type eq "User"]' }));
    await groups.patch(request, group.id, patch(...removals.slice(0, 20)), whole);
    await expect(groups.patch(request, group.id, patch(...removals), whole)).rejects.toMatchObject({
      kind: "payloadTooLarge",
    });
  });
});

describe("an extension that no schema defines and the client keeps", () => {
  const urn = "urn:ietf:params:scim:schemas:extension:acmehr:2.0:User";

  test("W-02 stays when a PUT does not name it, and goes when it does", async () => {
    request = await createRequest({ unknownAttributes: "keep" });
    const created = await createUser({ [urn]: { badge: "7" } });
    const body = { schemas: [userSchemaUrn], userName: created.resource.userName ?? null };
    const kept = await users.replace(request, created.id, body, whole);
    expect(kept.resource[urn]).toEqual({ badge: "7" });
    const cleared = await users.replace(request, created.id, { ...body, schemas: [userSchemaUrn, urn] }, whole);
    expect(cleared.resource).not.toHaveProperty([urn]);
    expect(cleared.resource.schemas).toEqual([userSchemaUrn]);
  });
});

describe("organizations are apart", () => {
  test("the database itself refuses a member of another organization", async () => {
    const { id } = await createUser();
    const group = await createGroup([]);
    const other = await createRequest();
    const insert = directory.database.pool.query(
      "INSERT INTO group_memberships (organization_id, group_id, user_id) VALUES ($1, $2, $3)",
      [other.client.organization.id, group.id, id],
    );
    await expect(insert).rejects.toThrow(/foreign key/);
  });

  test("A-06: nothing of one is found, taken in or changed by the other", async () => {
    const { id } = await createUser({ [enterpriseUserSchemaUrn]: { department: "Engines" } });
    const group = await createGroup([id]);
    const other = await createRequest();
    await expect(users.get(other, id, whole)).rejects.toMatchObject({ kind: "notFound" });
    await expect(users.remove(other, id)).rejects.toMatchObject({ kind: "notFound" });
    await expect(groups.get(other, group.id, whole)).rejects.toMatchObject({ kind: "notFound" });
    await expect(createGroup([id], other)).rejects.toMatchObject({ kind: "invalidValue" });
    const subordinate = await createUser({ [enterpriseUserSchemaUrn]: { manager: { value: id } } }, other);
    expect(subordinate.resource[enterpriseUserSchemaUrn]).toEqual({ manager: { value: id } });
  });

  test("externalId belongs to the client that gave it", async () => {
    const { id } = await createUser({ externalId: "okta-1" });
    const second = await createRequest({}, request);
    expect((await users.get(second, id, whole)).resource).not.toHaveProperty("externalId");
    await users.patch(second, id, patch({ op: "add", path: "externalId", value: "entra-1" }), whole);
    expect((await users.get(request, id, whole)).resource.externalId).toBe("okta-1");
    expect((await users.get(second, id, whole)).resource.externalId).toBe("entra-1");
  });
});

async function createRequest(
  options: Partial<ClientOptions> = {},
  beside?: DirectoryRequest,
): Promise<DirectoryRequest> {
  const organization = beside?.client.organization ?? (await directory.createOrganization());
  return directory.createRequest(await directory.createClient(organization, "generic", options));
}

function createUser(attributes: JsonObject = {}, by = request) {
  return users.create(by, { schemas: [userSchemaUrn], userName: createId(), ...attributes }, whole);
}

function createGroup(memberIds: readonly string[], by = request) {
  const members = memberIds.map((value) => ({ value }));
  return groups.create(by, { schemas: [groupSchemaUrn], displayName: createId(), members }, whole);
}

function patch(...operations: JsonObject[]): JsonValue {
  return { schemas: [patchOpUrn], Operations: operations };
}

function addMembers(...ids: string[]): JsonValue {
  return patch({ op: "add", path: "members", value: ids.map((value) => ({ value })) });
}

async function memberIds(groupId: string): Promise<string[]> {
  const { members } = (await groups.get(request, groupId, whole)).resource;
  const elements = Array.isArray(members) ? members.filter(isJsonObject) : [];
  return elements.map(({ value }) => String(value)).sort();
}

function countChanges(resourceId: string): Promise<number> {
  return directory.database.prisma.resourceChange.count({ where: { resourceId } });
}
