import { expect, test } from "vitest";
import { createGroup } from "@/lib/directory/groups";
import { createUser } from "@/lib/directory/users";
import { listConsolePeople } from "./console-people";
import { countDirectory } from "./directory-figures";
import { countEverybody } from "./stream-subscriptions";
import { createTestDirectory } from "./testing/test-directory";

const everything = { kind: "default" } as const;

test("what an organization holds is counted, and who enters its console is listed: the active first, owners, by name", async () => {
  const directory = await createTestDirectory();
  const { database } = directory;
  const organization = await directory.createOrganization();
  const client = await directory.createClient(organization);
  const add = async (userName: string, active: boolean, role: string) => {
    const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
    await createUser(directory.createRequest(client), { schemas, userName, active }, everything);
    await database.pool.query(
      "UPDATE users SET role = $3::role WHERE organization_id = $1 AND user_name_folded = lower($2)",
      [organization.id, userName, role],
    );
  };
  const before = await countDirectory(database, organization.id);
  const [everybody, listed] = [
    await countEverybody(database.prisma, organization.id),
    (await listConsolePeople(database.prisma, organization.id)).length,
  ];
  await add("zoe", true, "owner");
  await add("bob", true, "administrator");
  await add("Ann", true, "administrator");
  await add("old", false, "owner");
  await add("gus", false, "guest");
  const group = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Team" };
  await createGroup(directory.createRequest(client), group, everything);

  expect(await countDirectory(database, organization.id)).toEqual({
    activePeople: before.activePeople + 3,
    inactivePeople: before.inactivePeople + 2,
    activeOwners: before.activeOwners + 1,
    groups: before.groups + 1,
  });
  expect(await countEverybody(database.prisma, organization.id)).toBe(everybody + 5);
  const people = await listConsolePeople(database.prisma, organization.id);
  expect(people).toHaveLength(listed + 4);
  const own = people.filter(({ userName }) => ["zoe", "bob", "Ann", "old"].includes(userName));
  expect(own.map(({ userName }) => userName)).toEqual(["zoe", "Ann", "bob", "old"]);
  expect(own[0]).toMatchObject({ role: "owner", active: true, hasAccount: false });
  await directory.drop();
});
