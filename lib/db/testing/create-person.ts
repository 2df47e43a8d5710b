import { randomBytes } from "node:crypto";
import type { Role } from "@/lib/directory/role";
import { insertAccount, insertOwner } from "../accounts";
import { insertOrganization } from "../organizations";
import type { Database } from "../pool";

/** A password, and its hash at the least cost that argon2id has, so that to check it takes the tests no time. */
export const testPassword = {
  text: "correct horse battery",
  hash: "$argon2id$v=19$m=64,t=1,p=1$9DIeVadQtzv2kNpzLu8oBA$z7IolSd/0HzcskxCMEygMJwm1+FUVptPPAk/ZXgIvKQ",
};

/** An active person of a test, with the account they sign in with. */
export type TestPerson = {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly organization: { readonly id: string; readonly name: string };
};

/** Makes an organization that no other test knows. */
export async function createTestOrganization(database: Database): Promise<TestPerson["organization"]> {
  const subdomain = `t${randomBytes(8).toString("hex")}`;
  const made = await insertOrganization(database.prisma, { subdomain, name: `Organization ${subdomain}` });
  if (made === undefined) throw new Error(`${subdomain} is taken.`);
  return made;
}

/**
 * Makes a person, in an organization of their own unless one is given.
 *
 * @param accountId an account that exists already; without one the person gets their own
 * @param passwordHash of the account that is made; without one it has no password
 */
export async function createTestPerson(
  database: Database,
  {
    role = "owner",
    passwordHash = null,
    email = `${randomBytes(8).toString("hex")}@acme.example`,
    ...given
  }: {
    role?: Role;
    passwordHash?: string | null;
    email?: string;
    accountId?: string;
    organization?: TestPerson["organization"];
  } = {},
): Promise<TestPerson> {
  const organization = given.organization ?? (await createTestOrganization(database));
  const accountId = given.accountId ?? (await insertAccount(database.prisma, { email, passwordHash }))?.id;
  if (accountId === undefined) throw new Error(`${email} is taken.`);
  const owner = { organizationId: organization.id, accountId, email, name: "Ada Lovelace" };
  const id = await insertOwner(database.prisma, owner);
  if (id === undefined) throw new Error(`${email} is taken.`);
  if (role !== "owner") await database.prisma.user.update({ where: { id }, data: { role } });
  return { id, accountId, email, organization };
}
