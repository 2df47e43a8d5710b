import type { Role } from "@/lib/directory/role";
import type { Queries } from "./transaction";

/** Somebody whose role lets them enter the console. */
export type ConsolePerson = {
  readonly id: string;
  readonly name: string;
  readonly userName: string;
  readonly role: Role;
  readonly active: boolean;
  /** Without an account they cannot sign in yet. */
  readonly hasAccount: boolean;
};

/** The owners and administrators of an organization, the active ones first, by name. */
export async function listConsolePeople(db: Queries, organizationId: string): Promise<readonly ConsolePerson[]> {
  const people = await db.user.findMany({
    where: { organizationId, role: { in: ["owner", "administrator"] } },
    select: { id: true, fullName: true, userName: true, role: true, active: true, accountId: true },
    orderBy: [{ active: "desc" }, { role: "asc" }, { fullNameFolded: "asc" }],
    take: 200,
  });
  return people.map(({ fullName, accountId, ...person }) => ({
    ...person,
    name: fullName,
    hasAccount: accountId !== null,
  }));
}
