import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { byHandMark } from "./remote-steps";
import { send, type World } from "./world";

export type Policy = {
  readonly deprovision: "delete" | "deactivate";
  readonly nestedGroups: "flatten" | "keep";
};

/** What the target has otherwise than it should have, in words; nothing of this asks the code that is tested. */
export async function findDifferences(world: World, policy: Policy): Promise<readonly string[]> {
  const { fake } = world;
  const people = await list(world, "Users");
  const groups = await list(world, "Groups");
  const problems = fake.findDuplicates().map((twin) => `duplicate ${JSON.stringify(twin)}`);
  const remoteUsers = byExternalId(fake.resources.users);
  const remoteGroups = byExternalId(fake.resources.groups);

  for (const person of people) {
    const remote = remoteUsers.get(String(person.id));
    if (remote === undefined) problems.push(`user ${person.userName} is missing`);
    else problems.push(...compareUser(person, remote).map((problem) => `user ${person.userName}: ${problem}`));
  }
  for (const group of groups) {
    const remote = remoteGroups.get(String(group.id));
    if (remote === undefined) {
      problems.push(`group ${group.displayName} is missing`);
      continue;
    }
    if (remote.displayName !== group.displayName) problems.push(`group ${group.displayName} is ${remote.displayName}`);
    const expected = listMembers(group, groups, policy).map(
      (id) => remoteUsers.get(id)?.id ?? remoteGroups.get(id)?.id ?? `missing ${id}`,
    );
    const found = readMembers(remote);
    if (JSON.stringify(expected.toSorted()) !== JSON.stringify(found.toSorted())) {
      problems.push(`group ${group.displayName} has members ${found} instead of ${expected}`);
    }
  }
  const peopleIds = new Set<unknown>(people.map(({ id }) => id));
  for (const [id, remote] of remoteUsers) {
    if (peopleIds.has(id) || !isOurs(id)) continue;
    if (policy.deprovision === "delete" || remote.active !== false) {
      problems.push(`orphan user ${remote.userName}, active ${remote.active}`);
    }
  }
  const groupIds = new Set<unknown>(groups.map(({ id }) => id));
  for (const [id, remote] of remoteGroups) {
    if (!groupIds.has(id) && isOurs(id)) problems.push(`orphan group ${remote.displayName}`);
  }
  return problems;
}

/**
 * Whether somebody is there under another name, because an account that is none of ours has the one that they should have: a
 * person must decide then, and nothing but the conflict is to be seen.
 */
export async function needsDecision(world: World): Promise<boolean> {
  const all = [...world.fake.resources.users.values()];
  const people = await list(world, "Users");
  return people.some((person) => {
    const wanted = foldForComparison(String(person.userName));
    const own = all.find(({ externalId }) => externalId === person.id);
    const holder = all.find(({ userName }) => foldForComparison(String(userName)) === wanted);
    return holder !== undefined && own !== undefined && holder !== own && !isOurs(String(holder.externalId));
  });
}

async function list(world: World, kind: "Users" | "Groups"): Promise<readonly JsonObject[]> {
  const { body } = await send(world, "GET", `/${kind}?count=100`);
  const resources = body.Resources;
  return Array.isArray(resources) ? resources.filter(isJsonObject) : [];
}

function byExternalId(all: ReadonlyMap<string, JsonObject>): ReadonlyMap<string, JsonObject> {
  return new Map([...all.values()].map((resource) => [String(resource.externalId), resource]));
}

/** Our ids are UUIDs of version 7. */
function isOurs(externalId: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(externalId);
}

function compareUser(person: JsonObject, remote: JsonObject): string[] {
  const { userName, name, emails, title } = person;
  const { givenName, familyName } = isJsonObject(name) ? name : {};
  const fullName = `${givenName} ${familyName}`;
  const problems: string[] = [];
  type Told = JsonValue | readonly string[] | undefined;
  const expect = (what: string, found: Told, expected: Told) => {
    if (write(found) !== write(expected)) problems.push(`${what} is ${write(found)} instead of ${write(expected)}`);
  };
  expect("userName", foldForComparison(String(remote.userName)), foldForComparison(String(userName)));
  expect("active", remote.active, person.active);
  const remoteName = isJsonObject(remote.name) ? remote.name : {};
  expect("givenName", remoteName.givenName, givenName);
  expect("familyName", remoteName.familyName, familyName);
  expect("name.formatted", remoteName.formatted, fullName);
  expect("displayName", remote.displayName, fullName);
  expect("emails", listEmails(remote.emails), listExpectedEmails(String(userName), emails));
  // What nobody here wants to be there may be whatever was written by hand.
  if (title !== undefined || remote.title !== byHandMark) expect("title", remote.title, title);
  return problems;
}

function listExpectedEmails(userName: string, emails: JsonValue | undefined): readonly string[] {
  if (Array.isArray(emails) && emails.length > 0) return listEmails(emails);
  return userName.includes("@") ? listEmails([{ value: userName, type: "work", primary: true }]) : [];
}

function listEmails(emails: JsonValue | undefined): string[] {
  const all = Array.isArray(emails) ? emails.filter(isJsonObject) : [];
  return all
    .map(({ value, type, primary }) => `${foldForComparison(String(value))} ${type} ${primary === true}`)
    .filter((text) => !text.startsWith(byHandMark) || all.length > 1)
    .toSorted();
}

function write(value: JsonValue | readonly string[] | undefined): string {
  return JSON.stringify(value) ?? "nothing";
}

/** Ids of ours: everybody within it, or those that it names itself. */
function listMembers(group: JsonObject, groups: readonly JsonObject[], { nestedGroups }: Policy): readonly string[] {
  if (nestedGroups === "keep") return readMembers(group);
  const found = new Set<string>();
  const visited = new Set<string>();
  const visit = (current: JsonObject) => {
    if (visited.has(String(current.id))) return;
    visited.add(String(current.id));
    for (const id of readMembers(current)) {
      const inner = groups.find((other) => other.id === id);
      if (inner === undefined) found.add(id);
      else visit(inner);
    }
  };
  visit(group);
  return [...found];
}

function readMembers({ members }: JsonObject): readonly string[] {
  return Array.isArray(members) ? members.filter(isJsonObject).map(({ value }) => String(value)) : [];
}
