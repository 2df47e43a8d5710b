import type { Role } from "@/lib/directory/role";
import { Prisma } from "./generated/client";
import type { Queries } from "./transaction";

const { join, raw, sql } = Prisma;

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

const mostListed = 200;

/**
 * The owners and administrators of an organization, the active ones first, by name; at most 200. Each role is read in the order of
 * its own index, so that it is quick also where a client made thousands of them.
 */
export async function listConsolePeople(db: Queries, organizationId: string): Promise<readonly ConsolePerson[]> {
  const id = sql`${organizationId}::uuid`;
  const columns = sql`id, full_name AS name, user_name AS "userName", role, active, account_id IS NOT NULL AS "hasAccount", find_key`;
  const parts = ["active", "NOT active"].flatMap((state) => [
    `${state} AND role = 'owner'`,
    `${state} AND role = 'administrator'`,
  ]);
  const lists = parts.map(
    (part) => sql`(SELECT ${columns} FROM users WHERE organization_id = ${id} AND ${raw(part)}
      ORDER BY find_key, id LIMIT ${mostListed})`,
  );
  return await db.$queryRaw<ConsolePerson[]>`
    SELECT id, name, "userName", role::text AS role, active, "hasAccount" FROM (${join(lists, " UNION ALL ")}) AS found
    ORDER BY found.active DESC, found.role, find_key, id LIMIT ${mostListed}`;
}
