import type { Group, Person, Subjects } from "./subjects";

export type FlatRequest = { readonly method: string; readonly path: string; readonly body?: unknown };

export type Operation = {
  readonly name: string;
  /** Whether the bar holds for it. What is beyond is measured to be known. */
  readonly barred: boolean;
  readonly status: number;
  /** What a list has to find; absent where it depends on the number of people. */
  readonly finds?: number;
  /** The `index`-th request. `made` are the ids of those that `create` has made, which end with `delete`. */
  readonly request: (subjects: Subjects, index: number, made: readonly string[]) => FlatRequest;
};

const schemas = {
  patch: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  user: ["urn:ietf:params:scim:schemas:core:2.0:User"],
};
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const person = ({ people }: Subjects, index: number): Person => {
  const found = people[index % people.length];
  if (found === undefined) throw new Error("The organization has no people.");
  return found;
};
const smallGroup = ({ smallGroups }: Subjects, index: number): Group => {
  const found = smallGroups[index % smallGroups.length];
  if (found === undefined) throw new Error("The organization has no small groups.");
  return found;
};
const get = (path: string, parameters: Readonly<Record<string, string>> = {}): FlatRequest => {
  const query = new URLSearchParams(parameters).toString();
  return { method: "GET", path: query === "" ? path : `${path}?${query}` };
};
const patch = (path: string, ...operations: readonly object[]): FlatRequest => ({
  method: "PATCH",
  path,
  body: { schemas: schemas.patch, Operations: operations },
});
const createBody = (index: number) => ({
  schemas: [...schemas.user, enterprise],
  userName: `flat.${index}.${process.pid}@bench.example`,
  externalId: `flat-${index}`,
  name: { givenName: "Flat", familyName: `Number ${index}` },
  emails: [{ value: `flat.${index}.${process.pid}@bench.example`, type: "work", primary: true }],
  active: true,
  [enterprise]: { department: "Research", employeeNumber: `flat-${index}` },
});

const read = (name: string, request: Operation["request"], finds?: number): Operation => ({
  name,
  barred: true,
  status: 200,
  request,
  ...(finds === undefined ? {} : { finds }),
});
const filterUsers = (name: string, filter: (found: Person, subjects: Subjects) => string, finds = 1) =>
  read(name, (subjects, index) => get("/Users", { filter: filter(person(subjects, index), subjects) }), finds);
const filterGroups = (name: string, filter: (subjects: Subjects, index: number) => string, finds?: number) =>
  read(
    name,
    (subjects, index) => get("/Groups", { excludedAttributes: "members", filter: filter(subjects, index) }),
    finds,
  );
const beyond = (operation: Operation): Operation => ({ ...operation, barred: false });

/** A member comes and goes by turns; both groups have the same of them to begin with. */
const changeMember = (
  name: string,
  choose: (subjects: Subjects, index: number) => Group,
  op: "add" | "remove",
): Operation => ({
  name,
  barred: true,
  status: 200,
  request: (subjects, index) => {
    const group = choose(subjects, index);
    const member = group.memberIds[Math.floor(index / 7) % group.memberIds.length] ?? "";
    const operation =
      op === "add"
        ? { op: "add", path: "members", value: [{ value: member }] }
        : { op: "remove", path: `members[value eq "${member}"]` };
    return { ...patch(`/Groups/${group.id}`, operation), path: `/Groups/${group.id}?excludedAttributes=members` };
  },
});

/** In the order in which they are run: creations before what needs them, and removals of members before they are added again. */
export const operations: readonly Operation[] = [
  read("get a person", (subjects, index) => get(`/Users/${person(subjects, index).id}`)),
  filterUsers("userName eq", ({ userName }) => `userName eq "${userName.toUpperCase()}"`),
  filterUsers("userName eq, no such", ({ id }) => `userName eq "${id}@nowhere.example"`, 0),
  filterUsers("externalId eq", ({ externalId }) => `externalId eq "${externalId}"`),
  filterUsers('emails[type eq "work"].value eq', ({ userName }) => `emails[type eq "work"].value eq "${userName}"`),
  filterUsers("emails[type and value]", ({ userName }) => `emails[type eq "work" and value eq "${userName}"]`),
  filterUsers("emails.value eq", ({ userName }) => `emails.value eq "${userName}"`),
  filterUsers("emails eq", ({ userName }) => `emails eq "${userName}"`),
  filterUsers("userName eq or externalId eq", (p) => `userName eq "${p.userName}" or externalId eq "${p.externalId}"`),
  filterUsers("userName eq and active eq", ({ userName }) => `userName eq "${userName}" and active eq true`, -1),
  filterUsers("employeeNumber eq", ({ employeeNumber }) => `${enterprise}:employeeNumber eq "${employeeNumber}"`),
  filterUsers("id eq", ({ id }) => `id eq "${id}"`),
  filterUsers("id eq and manager eq", (p) => `id eq "${p.id}" and manager eq "${p.managerId}"`),
  filterUsers("userName sw", ({ userName }) => `userName sw "${userName.slice(0, -8)}"`, -1),
  filterGroups(
    "groups: displayName eq",
    (subjects, index) => `displayName eq "${smallGroup(subjects, index).displayName}"`,
    1,
  ),
  filterGroups("groups: displayName eq, large", ({ largeGroup }) => `displayName eq "${largeGroup.displayName}"`, 1),
  filterGroups(
    "groups: externalId eq",
    (subjects, index) => `externalId eq "${smallGroup(subjects, index).externalId}"`,
    1,
  ),
  filterGroups(
    "groups: id eq and members eq",
    (subjects, index) => {
      const { id, memberIds } = smallGroup(subjects, index);
      return `id eq "${id}" and members eq "${memberIds[3]}"`;
    },
    1,
  ),
  filterGroups(
    "groups: id eq and members eq, large",
    ({ largeGroup: { id, memberIds } }, index) => `id eq "${id}" and members eq "${memberIds[index % 20]}"`,
    1,
  ),
  filterGroups("groups: members.value eq", (subjects, index) => `members.value eq "${person(subjects, index).id}"`),
  read("get a group without members", (subjects, index) =>
    get(`/Groups/${smallGroup(subjects, index).id}`, { excludedAttributes: "members" }),
  ),
  read("get the large group without members", ({ largeGroup }) =>
    get(`/Groups/${largeGroup.id}`, { excludedAttributes: "members" }),
  ),
  read("first index page", () => get("/Users", { startIndex: "1", count: "100" })),
  read("first cursor page", () => get("/Users", { cursor: "", count: "100" })),
  read("cursor page in the middle", ({ cursors }) => get("/Users", { cursor: cursors.plain[0] ?? "", count: "100" })),
  read("cursor page near the end", ({ cursors }) => get("/Users", { cursor: cursors.plain[1] ?? "", count: "100" })),
  read("sorted by userName, first page", () => get("/Users", { sortBy: "userName", count: "100" })),
  read("sorted by userName, deep cursor page", ({ cursors }) =>
    get("/Users", { sortBy: "userName", cursor: cursors.sorted[1] ?? "", count: "100" }),
  ),
  read("groups: first page without members", () => get("/Groups", { excludedAttributes: "members", count: "10" })),
  beyond(
    read("index page near the end", ({ total }) =>
      get("/Users", { startIndex: String(Math.floor(total * 0.9)), count: "100" }),
    ),
  ),
  {
    name: "create",
    barred: true,
    status: 201,
    request: (_, index) => ({ method: "POST", path: "/Users", body: createBody(index) }),
  },
  {
    name: "patch an attribute",
    barred: true,
    status: 200,
    request: (subjects, index) =>
      patch(`/Users/${person(subjects, index).id}`, { op: "replace", path: "title", value: `Title ${Date.now()}` }),
  },
  {
    name: "patch active",
    barred: true,
    status: 200,
    request: (_, index, made) => patch(`/Users/${made[index]}`, { op: "replace", value: { active: false } }),
  },
  {
    name: "put",
    barred: true,
    status: 200,
    request: (_, index, made) => ({
      method: "PUT",
      path: `/Users/${made[index]}`,
      body: { ...createBody(index), title: `Title ${Date.now()}` },
    }),
  },
  changeMember("remove a member", smallGroup, "remove"),
  changeMember("add a member", smallGroup, "add"),
  changeMember("remove a member, large group", ({ largeGroup }) => largeGroup, "remove"),
  changeMember("add a member, large group", ({ largeGroup }) => largeGroup, "add"),
  {
    name: "delete",
    barred: true,
    status: 204,
    request: (_, index, made) => ({ method: "DELETE", path: `/Users/${made[index]}` }),
  },
];
