import { randomBytes } from "node:crypto";
import { insertAccount, insertOwner } from "@/lib/db/accounts";
import type { Database } from "@/lib/db/pool";
import type { Access } from "../access";
import { createOrganization } from "../organizations";

const operator = { kind: "operator" } as const;

/**
 * An organization of its own with a signed-in owner or administrator, for tests of use cases.
 *
 * @param passwordHash of the account; without one it has no password
 */
export async function createTestAccess(
  database: Database,
  { role = "owner", passwordHash }: { role?: "owner" | "administrator"; passwordHash?: string } = {},
): Promise<Access> {
  const subdomain = `t${randomBytes(8).toString("hex")}`;
  const name = "Ada Lovelace";
  const made = await createOrganization(database, operator, { subdomain, name: `Organization ${subdomain}` });
  if (!made.ok) throw new Error(made.message);
  const organization = made.value;
  const account = await insertAccount(database.prisma, {
    email: `ada@${subdomain}.example`,
    passwordHash: passwordHash ?? null,
  });
  if (account === undefined) throw new Error("The email is taken.");
  const { email } = account;
  const id = await insertOwner(database.prisma, {
    organizationId: organization.id,
    accountId: account.id,
    email,
    name,
  });
  if (id === undefined) throw new Error("The userName is taken.");
  if (role !== "owner") await database.prisma.user.update({ where: { id }, data: { role } });
  return {
    database,
    organization,
    actor: { kind: "person", id },
    person: { id, name, role },
    account: { id: account.id, email, hasPassword: passwordHash !== undefined },
    authenticatedAt: new Date(),
    organizations: [organization],
  };
}
