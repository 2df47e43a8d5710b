import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDirectory, type TestDirectory } from "@/lib/db/testing/test-directory";
import { createGroup as createScimGroup, patchGroup } from "@/lib/directory/groups";
import type { ScimClient } from "@/lib/directory/scim-client";
import { createUser, patchUser } from "@/lib/directory/users";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { hashPassword } from "@/lib/secrets";
import type { Access } from "../access";
import { findInOrganization } from "../find";
import { createTestAccess } from "../testing/create-access";
import { readClientNames } from "./client-names";
import { findGroup, listGroups, readGroupsQuery } from "./groups";
import { readGroupHistory, readPersonHistory } from "./history";
import { formatPeopleAddress, listPeople, readPeopleQuery } from "./people";
import { findPerson } from "./person";
import { removePerson, setPersonActive } from "./person-state";
import { readRawPerson } from "./raw-scim";
import { changeStream, createStream, listStreamViews, removeStream, subscribe, unsubscribe } from "./streams";
import { addMember, createGroup, removeGroup, removeMember, renameGroup } from "./write-group";
import { changePerson, createPerson, type PersonInput } from "./write-person";

const password = "correct horse battery";
const everything = { kind: "default" } as const;
let directory: TestDirectory;
let passwordHash: string;

beforeAll(async () => {
  directory = await createTestDirectory();
  passwordHash = await hashPassword(password);
});
afterAll(async () => await directory.drop());

const open = (role: "owner" | "administrator" = "owner") =>
  createTestAccess(directory.database, { role, passwordHash });

function personInput(input: Partial<PersonInput>): PersonInput {
  const empty = { userName: "", email: "", givenName: "", familyName: "", formattedName: "", password: "" };
  return { ...empty, role: "member", ...input };
}

async function make(access: Access, input: Partial<PersonInput>): Promise<string> {
  const made = await createPerson(access, personInput(input));
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

async function send(client: ScimClient, user: JsonObject): Promise<string> {
  const body = { schemas: [userSchemaUrn], ...user };
  return (await createUser(directory.createRequest(client), body, everything)).id;
}

const patch = (value: JsonObject): JsonObject => ({
  schemas: [patchOpUrn],
  Operations: [{ op: "replace", value }],
});

async function show(access: Access, id: string) {
  const person = await findPerson(access, id);
  if (person === undefined) throw new Error("There is no such person.");
  return person;
}

async function latestAudit(access: Access) {
  const organizationId = access.organization.id;
  return await directory.database.prisma.auditEvent.findFirstOrThrow({
    where: { organizationId },
    orderBy: { id: "desc" },
  });
}

describe("a person made by hand", () => {
  test("is recorded as the maker's, with the audit event, and every SCIM client sees them", async () => {
    const access = await open();
    const id = await make(access, {
      userName: "grace@acme.example",
      email: "grace@acme.example",
      givenName: "Grace",
      familyName: "Hopper",
    });
    const person = await show(access, id);
    expect(person).toMatchObject({ name: "Grace Hopper", isActive: true, role: "member", managers: [] });
    expect(person.roleStory.sentence).toBe("Ada Lovelace chose the role by hand.");
    const change = await directory.database.prisma.resourceChange.findFirstOrThrow({ where: { resourceId: id } });
    expect(change).toMatchObject({
      kind: "created",
      actorKind: "person",
      actorId: access.person.id,
      requestId: null,
    });
    expect(await latestAudit(access)).toMatchObject({ action: "user.created", subject: "Grace Hopper" });
    const client = await directory.createClient(access.organization, "okta");
    expect(JSON.parse((await readRawPerson(access, id, client.id)).json)).toMatchObject({
      id,
      userName: "grace@acme.example",
      role: "member",
    });
  });

  test("needs a userName of their own, and a domain that is allowed", async () => {
    const access = await open();
    await make(access, { userName: "grace@acme.example" });
    expect(await createPerson(access, personInput({ userName: "GRACE@acme.example" }))).toMatchObject({
      ok: false,
      field: "userName",
      message: expect.stringContaining("already"),
    });
    expect(await createPerson(access, personInput({ userName: "  " }))).toMatchObject({ ok: false, field: "userName" });
    const strict = { ...access, organization: { ...access.organization, allowedEmailDomains: ["acme.example"] } };
    expect(await createPerson(strict, personInput({ userName: "eve@evil.example" }))).toMatchObject({
      ok: false,
      field: "email",
    });
    const { count } = await listPeople(access, readPeopleQuery({}));
    expect(count).toBe(2);
  });

  test("becomes an owner only by an owner with their password", async () => {
    const owner = await open();
    const input = personInput({ userName: "new@acme.example", role: "owner" });
    expect(await createPerson(owner, input)).toMatchObject({ ok: false, field: "password" });
    expect(await createPerson(owner, { ...input, password: "wrong" })).toMatchObject({ ok: false, field: "password" });
    expect(await createPerson(owner, { ...input, password })).toMatchObject({ ok: true });
    const administrator = await open("administrator");
    expect(await createPerson(administrator, { ...input, password })).toMatchObject({ ok: false, field: "role" });
  });
});

describe("an edit by hand", () => {
  test("changes what differs, keeps the rest, and the formatted name follows its parts", async () => {
    const access = await open();
    const client = await directory.createClient(access.organization, "okta");
    const id = await send(client, {
      userName: "ada@acme.example",
      externalId: "00u1",
      name: { givenName: "Ada", familyName: "Byron", formatted: "Ada Byron" },
      emails: [
        { value: "ada@home.example", type: "home" },
        { value: "ada@acme.example", type: "work", primary: true },
      ],
      "urn:acme:unknown": { badge: "7" },
    });
    const before = await show(access, id);
    expect(before.managers.map(({ provider }) => provider)).toEqual(["Okta"]);
    const input = personInput({ ...before, email: "countess@acme.example", familyName: "Lovelace" });
    expect(await changePerson(access, id, before.version, input)).toEqual({ ok: true, value: { changed: true } });
    const after = await show(access, id);
    expect(after).toMatchObject({
      name: "Ada Lovelace",
      formattedName: "Ada Lovelace",
      email: "countess@acme.example",
    });
    expect(after.externalIds).toMatchObject([{ externalId: "00u1" }]);
    const stored = await directory.database.prisma.user.findUniqueOrThrow({ where: { id } });
    expect(stored.attributes).toMatchObject({
      emails: [
        { value: "ada@home.example", type: "home" },
        { value: "countess@acme.example", type: "work", primary: true },
      ],
    });
    expect(await changePerson(access, id, after.version, personInput({ ...after, email: after.email ?? "" }))).toEqual({
      ok: true,
      value: { changed: false },
    });
  });

  test("does not overwrite what changed since the form was made", async () => {
    const access = await open();
    const client = await directory.createClient(access.organization);
    const id = await send(client, { userName: "ada@acme.example", title: "Countess" });
    const before = await show(access, id);
    await patchUser(directory.createRequest(client), id, patch({ title: "Programmer" }), everything);
    expect(
      await changePerson(access, id, before.version, personInput({ ...before, email: "", givenName: "Ada" })),
    ).toMatchObject({ ok: false, message: expect.stringContaining("in the meantime") });
  });

  test("an administrator changes no owner, and nobody their own role or themselves away", async () => {
    const owner = await open();
    const administrator: Access = { ...owner, person: { ...owner.person, role: "administrator" } };
    const other = await make(owner, { userName: "other@acme.example", role: "owner", password });
    const person = await show(owner, other);
    expect(
      await changePerson(administrator, other, person.version, personInput({ ...person, email: "" })),
    ).toMatchObject({
      ok: false,
      message: expect.stringContaining("whom only owners change"),
    });
    expect(await setPersonActive(administrator, other, false)).toMatchObject({ ok: false });
    const self = await show(owner, owner.person.id);
    expect(self.isSelf).toBe(true);
    expect(
      await changePerson(
        owner,
        self.id,
        self.version,
        personInput({ ...self, email: self.email ?? "", role: "guest" }),
      ),
    ).toMatchObject({ ok: false, field: "role" });
    expect(await setPersonActive(owner, self.id, false)).toMatchObject({ ok: false });
  });

  test("of two owners who deactivate each other at once, one stays", async () => {
    const owner = await open();
    const id = await make(owner, { userName: "other@acme.example", role: "owner", password });
    const other: Access = { ...owner, actor: { kind: "person", id }, person: { ...owner.person, id } };
    const results = await Promise.all([
      setPersonActive(owner, id, false),
      setPersonActive(other, owner.person.id, false),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ message: expect.stringContaining("last active owner") });
    const where = { organizationId: owner.organization.id, role: "owner", active: true } as const;
    expect(await directory.database.prisma.user.count({ where })).toBe(1);
    const action = "user.deactivated";
    expect(
      await directory.database.prisma.auditEvent.count({ where: { organizationId: owner.organization.id, action } }),
    ).toBe(1);
  });

  test("deactivates, brings back with groups and streams, and deletes by the typed userName", async () => {
    const access = await open();
    const stream = await createStream(access, { name: "General", isDefault: true });
    const id = await make(access, { userName: "ada@acme.example", givenName: "Ada" });
    const group = await createGroup(access, { name: "Engineering" });
    if (!group.ok || !stream.ok) throw new Error("Nothing was made.");
    await addMember(access, group.value, { kind: "person", text: "ada@acme.example" });
    expect(await setPersonActive(access, id, false)).toEqual({ ok: true, value: null });
    expect(await show(access, id)).toMatchObject({
      isActive: false,
      directGroups: 1,
      groups: [{ name: "Engineering", isDirect: true }],
      streams: [{ name: "General" }],
    });
    expect(await listStreamViews(access)).toMatchObject([{ live: 0, sleeping: 1 }]);
    expect(await setPersonActive(access, id, true)).toEqual({ ok: true, value: null });
    expect(await listStreamViews(access)).toMatchObject([{ live: 1, sleeping: 0 }]);
    expect(await removePerson(access, id, { userName: "no", password })).toMatchObject({ field: "userName" });
    expect(await removePerson(access, id, { userName: "ada@acme.example", password: "no" })).toMatchObject({
      field: "password",
    });
    expect(await removePerson(access, id, { userName: "ada@acme.example", password })).toEqual({
      ok: true,
      value: null,
    });
    expect(await findPerson(access, id)).toBeUndefined();
    expect(await latestAudit(access)).toMatchObject({ action: "user.removed", subject: "Ada" });
  });
});

describe("why this role", () => {
  const roleOf = async (access: Access, id: string) => (await show(access, id)).roleStory.chain.map(({ name }) => name);

  test("is told from the change that decided it and the request that made it", async () => {
    const access = await open();
    const client = await directory.createClient(access.organization);
    const requestOf = async (user: JsonObject, requestBody: JsonObject | undefined) => {
      const request = directory.createRequest(client);
      const { id } = await createUser(request, { schemas: [userSchemaUrn], ...user }, everything);
      if (requestBody !== undefined) {
        await directory.database.prisma.requestLog.create({
          data: {
            id: request.id,
            organizationId: access.organization.id,
            at: new Date(),
            durationMs: 1,
            method: "POST",
            path: "/Users",
            status: 201,
            leniencies: [],
            requestBody,
          },
        });
      }
      return id;
    };
    const byRole = { userName: "a", role: "guest" };
    expect(await roleOf(access, await requestOf(byRole, byRole))).toEqual(["role: guest", client.name, "guest"]);
    const byRoles = { userName: "b", roles: [{ value: "moderator" }] };
    expect(await roleOf(access, await requestOf(byRoles, byRoles))).toEqual([
      "roles: moderator",
      client.name,
      "moderator",
    ]);
    const byDefault = { userName: "c" };
    expect(await roleOf(access, await requestOf(byDefault, byDefault))).toEqual([
      "no role sent",
      client.name,
      "default role",
      "member",
    ]);
    // Without the request only what differs from the default is sure to have been sent.
    expect(await roleOf(access, await requestOf({ userName: "d" }, undefined))).toEqual([client.name, "member"]);
    expect(await roleOf(access, await requestOf({ userName: "e", role: "guest" }, undefined))).toEqual([
      "role: guest",
      client.name,
      "guest",
    ]);
    const { people } = await listPeople(access, readPeopleQuery({ client: client.id }));
    expect(people.map(({ userName, roleSource }) => [userName, roleSource])).toEqual([
      ["a", `${client.name}: role`],
      ["b", `${client.name}: roles`],
      ["c", `${client.name}: default`],
      ["d", client.name],
      ["e", `${client.name}: role`],
    ]);
    expect(await roleOf(access, access.person.id)).toEqual(["Set-up or command line", "owner"]);
  });
});

describe("the list of people", () => {
  async function fill() {
    const access = await open();
    const client = await directory.createClient(access.organization);
    for (const name of ["Émile", "anna", "Bob", "Zoë", "Ñandú"]) {
      await send(client, { userName: `${name}@x.example`, externalId: `ext-${name}`, displayName: name });
    }
    return { access, client };
  }
  const names = async (access: Access, params: Record<string, string>) =>
    (await listPeople(access, readPeopleQuery(params))).people.map(({ name }) => name);

  test("is sought by parts of names, by whole emails, external ids and ids", async () => {
    const { access } = await fill();
    expect(await names(access, { text: "ÑAN" })).toEqual(["Ñandú"]);
    expect(await names(access, { text: "x.example bo" })).toEqual(["Bob"]);
    expect(await names(access, { text: "ext-anna" })).toEqual(["anna"]);
    expect(await names(access, { text: "100%_" })).toEqual([]);
    expect(await names(access, { text: access.person.id })).toEqual(["Ada Lovelace"]);
    const client = await directory.createClient(access.organization);
    await send(client, {
      userName: "hidden",
      emails: [{ value: "first@y.example" }, { value: "Second@y.example" }],
    });
    expect(await names(access, { text: "second@Y.example" })).toEqual(["hidden"]);
  });

  test("is narrowed by state, role, client and group, which its address keeps", async () => {
    const { access, client } = await fill();
    const id = await make(access, { userName: "hand", givenName: "Hand" });
    expect(await names(access, { client: "hand" })).toEqual(["Ada Lovelace", "Hand"]);
    expect(await names(access, { client: client.id })).toHaveLength(5);
    await setPersonActive(access, id, false);
    expect(await names(access, { state: "deactivated" })).toEqual(["Hand"]);
    expect(await names(access, { role: "owner" })).toEqual(["Ada Lovelace"]);
    const group = await createGroup(access, { name: "G" });
    if (!group.ok) throw new Error(group.message);
    await addMember(access, group.value, { kind: "person", text: "hand" });
    expect(await names(access, { group: group.value })).toEqual(["Hand"]);
    const query = readPeopleQuery({ text: "a", state: "active", role: "guest", client: "hand", sort: "-change" });
    expect(formatPeopleAddress(query)).toBe("/people?text=a&state=active&role=guest&client=hand&sort=-change");
    expect(readPeopleQuery({ state: "asleep", role: "king", client: "'", after: "%%", sort: "size" })).toEqual({
      filter: {},
      sort: { by: "name", descending: false },
    });
  });

  test.each(["name", "-name", "change", "-change"])("is paged to and fro by %s, without loss", async (sort) => {
    const { access } = await fill();
    const whole = (await listPeople(access, readPeopleQuery({ sort }))).people.map(({ id }) => id);
    const forth: string[] = [];
    const pages: string[][] = [];
    let address: string | undefined = `/people?sort=${sort}`;
    let last = address;
    while (address !== undefined) {
      last = address;
      const query = readPeopleQuery(Object.fromEntries(new URL(address, "http://x").searchParams));
      const { people, next } = await listPeople(access, query, 2);
      pages.push(people.map(({ id }) => id));
      forth.push(...people.map(({ id }) => id));
      address = next && formatPeopleAddress(query, next);
    }
    expect(forth).toEqual(whole);
    const back: string[][] = [];
    for (address = last; address !== undefined; ) {
      const query = readPeopleQuery(Object.fromEntries(new URL(address, "http://x").searchParams));
      const { people, previous } = await listPeople(access, query, 2);
      back.unshift(people.map(({ id }) => id));
      address = previous && formatPeopleAddress(query, previous);
    }
    expect(back).toEqual(pages);
  });
});

describe("a timeline", () => {
  test("tells who did what, also the groups a person came into and left", async () => {
    const access = await open();
    const client = await directory.createClient(access.organization, "okta");
    const id = await send(client, { userName: "ada@acme.example", displayName: "Ada" });
    await patchUser(directory.createRequest(client), id, patch({ active: false, title: "Countess" }), everything);
    await setPersonActive(access, id, true);
    const body = { schemas: [groupSchemaUrn], displayName: "Engineering", members: [{ value: id }] };
    const group = await createScimGroup(directory.createRequest(client), body, everything);
    const operations = [{ op: "remove", path: `members[value eq "${id}"]` }];
    const remove = { schemas: [patchOpUrn], Operations: operations };
    await patchGroup(directory.createRequest(client), group.id, remove, everything);

    const clients = await readClientNames(access);
    const { entries } = await readPersonHistory(access, { id, name: "Ada" }, clients, undefined);
    expect(entries.map(({ actor, sentence }) => `${actor.name} ${sentence}`)).toEqual([
      `${client.name} removed Ada from the group Engineering`,
      `${client.name} added Ada to the group Engineering`,
      "Ada Lovelace reactivated Ada",
      `${client.name} deactivated Ada and changed title`,
      `${client.name} created Ada`,
    ]);
    expect(entries[3]?.lines).toEqual([
      { name: "active", before: ["true"], after: ["false"] },
      { name: "title", before: [], after: ["Countess"] },
    ]);
    expect(entries[3]?.requestHref).toMatch(/^\/activity\//);
    expect(entries[2]?.requestHref).toBeUndefined();

    const ofGroup = await readGroupHistory(access, { id: group.id, name: "Engineering" }, clients, undefined);
    expect(ofGroup.entries.map(({ sentence }) => sentence)).toEqual([
      "removed 1 member from Engineering",
      "created Engineering with 1 member",
    ]);
    expect(ofGroup.entries[0]?.removed.named).toEqual([{ name: "Ada", href: `/people/${id}` }]);
  });
});

describe("groups and streams by hand", () => {
  test("a group is made, renamed, given people and groups, and deleted by its typed name", async () => {
    const access = await open();
    const made = await createGroup(access, { name: "Engineering" });
    const inner = await createGroup(access, { name: "Compilers" });
    if (!made.ok || !inner.ok) throw new Error("Nothing was made.");
    expect(await createGroup(access, { name: "ENGINEERING" })).toMatchObject({ ok: false, field: "name" });
    expect(await renameGroup(access, inner.value, "engineering")).toMatchObject({ ok: false, field: "name" });
    expect(await addMember(access, made.value, { kind: "group", text: "compilers" })).toEqual({
      ok: true,
      value: "Compilers",
    });
    expect(await addMember(access, made.value, { kind: "person", text: "nobody" })).toMatchObject({ field: "member" });
    expect(await addMember(access, made.value, { kind: "person", text: access.account.email })).toMatchObject({
      ok: true,
    });
    expect(await findGroup(access, made.value)).toMatchObject({
      people: 1,
      nested: [{ name: "Compilers" }],
      neverHadMembers: false,
    });
    expect(await removeMember(access, made.value, inner.value)).toEqual({ ok: true, value: null });
    expect(await findGroup(access, made.value)).toMatchObject({ people: 1, nested: [] });
    expect((await listGroups(access, readGroupsQuery({ text: "engin" }))).groups).toMatchObject([
      { people: 1, managedBy: [] },
    ]);
    expect(await removeGroup(access, made.value, "engineering")).toMatchObject({ field: "name" });
    expect(await removeGroup(access, made.value, "Engineering")).toEqual({ ok: true, value: null });
    expect(await findGroup(access, made.value)).toBeUndefined();
  });

  test("a pushed group that never received members is told", async () => {
    const access = await open();
    const client = await directory.createClient(access.organization);
    const body = { schemas: [groupSchemaUrn], displayName: "Pushed" };
    const { id } = await createScimGroup(directory.createRequest(client), body, everything);
    expect(await findGroup(access, id)).toMatchObject({ neverHadMembers: true });
  });

  test("a default stream reaches only who comes later, and is deleted by its typed name", async () => {
    const access = await open();
    const made = await createStream(access, { name: "General", isDefault: false });
    if (!made.ok) throw new Error(made.message);
    expect(await changeStream(access, made.value, { isDefault: true })).toEqual({ ok: true, value: null });
    await make(access, { userName: "new@acme.example" });
    expect(await listStreamViews(access)).toMatchObject([{ isDefault: true, live: 1 }]);
    expect(await subscribe(access, made.value, access.account.email)).toMatchObject({ ok: true });
    expect(await subscribe(access, made.value, access.account.email)).toMatchObject({ ok: false, field: "member" });
    expect(await unsubscribe(access, made.value, access.person.id)).toEqual({ ok: true, value: null });
    expect(await listStreamViews(access)).toMatchObject([{ live: 1 }]);
    expect(await removeStream(access, made.value, "general")).toMatchObject({ field: "name" });
    expect(await removeStream(access, made.value, "General")).toEqual({ ok: true, value: null });
  });
});

test("nothing of another organization is seen, found or changed", async () => {
  const ours = await open();
  const theirs = await open();
  const id = await make(theirs, { userName: "secret@theirs.example" });
  const group = await createGroup(theirs, { name: "Secret group" });
  const stream = await createStream(theirs, { name: "Secret stream", isDefault: false });
  if (!group.ok || !stream.ok) throw new Error("Nothing was made.");
  expect(await findPerson(ours, id)).toBeUndefined();
  expect(await findGroup(ours, group.value)).toBeUndefined();
  expect((await listPeople(ours, readPeopleQuery({ text: "secret" }))).people).toEqual([]);
  expect((await listPeople(ours, readPeopleQuery({ text: id }))).people).toEqual([]);
  expect((await listPeople(ours, readPeopleQuery({ group: group.value }))).people).toEqual([]);
  expect((await listGroups(ours, readGroupsQuery({ text: "secret" }))).groups).toEqual([]);
  expect(await findInOrganization(ours, "secret")).toEqual([]);
  expect(await findInOrganization(ours, id)).toEqual([]);
  expect(await setPersonActive(ours, id, false)).toMatchObject({ ok: false });
  expect(await removePerson(ours, id, { userName: "secret@theirs.example", password })).toMatchObject({ ok: false });
  expect(await renameGroup(ours, group.value, "Ours")).toMatchObject({ ok: false });
  expect(await changeStream(ours, stream.value, { name: "Ours" })).toMatchObject({ ok: false });
  expect(await subscribe(ours, stream.value, ours.account.email)).toMatchObject({ ok: false });
  const own = await createGroup(ours, { name: "Own" });
  if (!own.ok) throw new Error(own.message);
  expect(await addMember(ours, own.value, { kind: "person", text: id })).toMatchObject({ ok: false });
});

test("what a name, an id or an external id is of is found, and a token is not sought", async () => {
  const access = await open();
  const client = await directory.createClient(access.organization);
  const id = await send(client, { userName: "grace@acme.example", externalId: "00u9", displayName: "Grace" });
  const value = "grace@acme.example";
  const person = { href: `/people/${id}`, name: `Grace, ${value}`, kind: "person", value };
  expect(await findInOrganization(access, "grac")).toEqual([person]);
  expect(await findInOrganization(access, "00u9")).toEqual([person]);
  expect(await findInOrganization(access, id.toUpperCase())).toEqual([person]);
  expect(await findInOrganization(access, client.id)).toMatchObject([{ href: `/scim-clients/${client.id}` }]);
  expect(await findInOrganization(access, "Bearer roster_scim_abc")).toMatchObject([{ kind: "hint" }]);
});
