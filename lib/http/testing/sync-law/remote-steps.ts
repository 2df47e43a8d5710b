import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import type { FakeResourceType } from "../fake-target/behaviour";
import { pickRemote, type World } from "./world";

/** The mark of what was written by hand where nothing of ours need be. */
export const byHandMark = "by hand";

const names: { readonly [Type in FakeResourceType]: readonly string[] } = {
  User: ["ada@law.example", "Bob@law.example", 'cy "the quoted" \\', "stranger@law.example"],
  Group: ["Alpha", "Beta", 'Gamma "g"'],
};

/** What an administrator of the target does there by hand. The numbers choose to whom, and what. */
export const remoteSteps = {
  editUserThere: (world: World, who: number, what: number) => {
    const id = pickRemote(world, "User", who);
    if (id !== undefined) world.fake.byHand.edit("User", id, chooseEdit(world, what));
  },
  deleteUserThere: (world: World, who: number) => {
    const id = pickRemote(world, "User", who);
    if (id !== undefined) world.fake.byHand.remove("User", id);
  },
  createUserThere: (world: World, which: number) => {
    createThere(world, "User", "userName", which);
  },
  editGroupThere: (world: World, which: number, what: number) => {
    const id = pickRemote(world, "Group", which);
    if (id === undefined) return;
    const users = [...world.fake.resources.users.keys()];
    world.fake.byHand.edit("Group", id, ({ members, ...before }) => {
      const all = Array.isArray(members) ? members.filter(isJsonObject) : [];
      if (what % 4 === 0) return { ...before, displayName: `Renamed ${byHandMark} ${id}`, members: all };
      if (what % 4 === 1) return { ...before, members: all.slice(1) };
      if (what % 4 === 2) return before;
      const added = users.filter((user) => !all.some(({ value }) => value === user)).slice(0, 1);
      return { ...before, members: [...all, ...added.map((value) => ({ value }))] };
    });
  },
  deleteGroupThere: (world: World, which: number) => {
    const id = pickRemote(world, "Group", which);
    if (id !== undefined) world.fake.byHand.remove("Group", id);
  },
  createGroupThere: (world: World, which: number) => {
    createThere(world, "Group", "displayName", which);
  },
} as const;

/** Where nobody has the name there: of twins a person must say which is which. */
function createThere({ fake }: World, type: FakeResourceType, attribute: string, which: number): void {
  const name = names[type][which % names[type].length] ?? "";
  if (fake.find(type, name) === undefined) fake.byHand.create(type, { [attribute]: name });
}

function chooseEdit({ fake }: World, what: number): (before: JsonObject) => JsonObject {
  const edits: readonly ((before: JsonObject) => JsonObject)[] = [
    (before) => ({ ...before, title: byHandMark }),
    (before) => ({ ...before, active: before.active !== true }),
    (before) => ({ ...before, name: { givenName: byHandMark } }),
    ({ name: _, ...before }) => before,
    ({ emails: _, ...before }) => before,
    (before) => ({ ...before, emails: [{ value: `${byHandMark}@mail.example`, type: "work" }] }),
    (before) => ({ ...before, userName: findFreeName(fake.resources.users, what) ?? String(before.userName) }),
    ({ externalId: _, ...before }) => before,
    (before) => ({ ...before, nickName: "theirs" }),
  ];
  return edits[what % edits.length] ?? ((before) => before);
}

/** A name that nobody has there, but somebody in Roster may have, or come to have. */
function findFreeName(users: ReadonlyMap<string, JsonObject>, what: number): string | undefined {
  const taken = new Set([...users.values()].map(({ userName }) => foldForComparison(String(userName))));
  const free = [...names.User, "renamed@law.example"].filter((name) => !taken.has(foldForComparison(name)));
  return free[what % Math.max(1, free.length)];
}
