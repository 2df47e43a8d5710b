import type { JsonObject } from "@/lib/scim/json";
import { patchOf, pickAny, send, type World } from "./world";

/** Names that come again, so that they are taken, given up, and taken by somebody else. */
const userNames = ["ada@law.example", "Bob@law.example", 'cy "the quoted" \\', "dée@law.example"];
const groupNames = ["Alpha", "Beta", 'Gamma "g"'];

/** What happens in Roster. The numbers choose who, and what. */
export const localSteps = {
  createUser: async (world: World, which: number, what: number) => await createUser(world, getUserName(which), what),
  patchUser: async (world: World, who: number, what: number) => {
    const id = pickAny(world.people, who);
    if (id !== undefined) await send(world, "PATCH", `/Users/${id}`, patchOf(...choosePatch(what)));
  },
  putUser: async (world: World, who: number, what: number) => {
    const id = pickAny(world.people, who);
    if (id === undefined) return;
    const { userName } = (await send(world, "GET", `/Users/${id}`)).body;
    await send(world, "PUT", `/Users/${id}`, describeUser(String(userName), what));
  },
  renameUser: async (world: World, who: number, which: number) => {
    const id = pickAny(world.people, who);
    const rename = patchOf({ op: "replace", path: "userName", value: getUserName(which) });
    if (id !== undefined) await send(world, "PATCH", `/Users/${id}`, rename);
  },
  setActive: async (world: World, who: number, what: number) => {
    const id = pickAny(world.people, who);
    const change = patchOf({ op: "replace", path: "active", value: what % 2 === 0 });
    if (id !== undefined) await send(world, "PATCH", `/Users/${id}`, change);
  },
  deleteUser: async (world: World, who: number) => {
    await remove(world, "Users", world.people, who);
  },
  /** Somebody is deleted, and comes back under the same name as somebody else. */
  recreateUser: async (world: World, who: number, what: number) => {
    const id = pickAny(world.people, who);
    if (id === undefined) return;
    const { userName } = (await send(world, "GET", `/Users/${id}`)).body;
    await remove(world, "Users", world.people, who);
    await createUser(world, String(userName), what);
  },
  createGroup: async (world: World, which: number, what: number) => {
    const displayName = groupNames[which % groupNames.length] ?? "";
    const members = world.people.filter((_, index) => ((what >> index) & 1) === 1).map((value) => ({ value }));
    const { status, body } = await send(world, "POST", "/Groups", { displayName, members });
    if (status === 201) world.groups.push(String(body.id));
  },
  renameGroup: async (world: World, which: number, what: number) => {
    const id = pickAny(world.groups, which);
    const value = groupNames[what % groupNames.length] ?? "";
    if (id !== undefined) {
      await send(world, "PATCH", `/Groups/${id}`, patchOf({ op: "replace", path: "displayName", value }));
    }
  },
  deleteGroup: async (world: World, which: number) => {
    await remove(world, "Groups", world.groups, which);
  },
  changeMember: async (world: World, which: number, what: number) => {
    const [group, member] = [pickAny(world.groups, which), pickAny(world.people, what >> 1)];
    if (group !== undefined && member !== undefined) await changeMember(world, group, member, what);
  },
  nestGroup: async (world: World, which: number, what: number) => {
    const [group, member] = [pickAny(world.groups, which), pickAny(world.groups, what >> 1)];
    if (group !== undefined && member !== undefined && member !== group) {
      await changeMember(world, group, member, what);
    }
  },
  replaceMembers: async (world: World, which: number, what: number) => {
    const id = pickAny(world.groups, which);
    const value = world.people.filter((_, index) => ((what >> index) & 1) === 1).map((member) => ({ value: member }));
    if (id !== undefined) {
      await send(world, "PATCH", `/Groups/${id}`, patchOf({ op: "replace", path: "members", value }));
    }
  },
} as const;

function getUserName(which: number): string {
  return userNames[which % userNames.length] ?? "";
}

async function createUser(world: World, userName: string, what: number): Promise<void> {
  const { status, body } = await send(world, "POST", "/Users", describeUser(userName, what));
  if (status === 201) world.people.push(String(body.id));
}

function describeUser(userName: string, what: number): JsonObject {
  const work = { value: `work${what}@mail.example`, type: "work", primary: true };
  const home = { value: `home${what}@mail.example`, type: "home" };
  return {
    userName,
    name: { givenName: `Given${what % 3}`, familyName: "Family" },
    ...(what % 4 === 0 ? {} : { emails: what % 4 === 1 ? [work] : [work, home] }),
    ...(what % 3 === 0 ? {} : { title: `Title ${what % 3}` }),
    ...(what % 7 === 0 ? { active: false } : {}),
  };
}

function choosePatch(what: number): readonly JsonObject[] {
  const all: readonly (readonly JsonObject[])[] = [
    [{ op: "replace", path: "title", value: `Title ${what}` }],
    [{ op: "remove", path: "title" }],
    [{ op: "replace", path: "name.givenName", value: `Given${what}` }],
    [{ op: "remove", path: "emails" }],
    [{ op: "replace", path: "emails", value: [{ value: `other${what}@mail.example`, type: "other" }] }],
    [{ op: "remove", path: 'emails[type eq "home"]' }],
    [{ op: "replace", path: 'emails[type eq "work"].value', value: `changed${what}@mail.example` }],
    [
      { op: "replace", path: "active", value: what % 2 === 0 },
      { op: "replace", path: "title", value: "Both" },
    ],
  ];
  return all[what % all.length] ?? [];
}

async function remove(world: World, kind: "Users" | "Groups", ids: string[], number: number): Promise<void> {
  const id = pickAny(ids, number);
  if (id === undefined) return;
  const { status } = await send(world, "DELETE", `/${kind}/${id}`);
  if (status === 204) ids.splice(ids.indexOf(id), 1);
}

async function changeMember(world: World, group: string, member: string, what: number): Promise<void> {
  const change: JsonObject =
    what % 2 === 0
      ? { op: "add", path: "members", value: [{ value: member }] }
      : { op: "remove", path: `members[value eq "${member}"]` };
  await send(world, "PATCH", `/Groups/${group}`, patchOf(change));
}
