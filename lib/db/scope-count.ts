import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { Role } from "@/lib/directory/role";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { compileFilter } from "./filter-to-sql";
import { Prisma } from "./generated/client";
import type { Database } from "./pool";

const { sql } = Prisma;

/** No SCIM client: people in a scope have no externalId that somebody else gave. */
const nobody = "00000000-0000-0000-0000-000000000000";

export type CountedScope = {
  readonly groupIds: readonly string[];
  readonly roles: readonly Role[];
  readonly includesGuests: boolean;
  readonly filter: CheckedFilter | undefined;
};

export type ScopeCount = {
  readonly people: number;
  /** Of them, who is not active. */
  readonly inactive: number;
  /** Everybody of the organization. */
  readonly everybody: number;
};

/** How many people a target's scope holds: one statement over all of the organization's people. */
export async function countScope(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  customAttributes: readonly CustomAttribute[],
  { groupIds, roles, includesGuests, filter }: CountedScope,
): Promise<ScopeCount> {
  const scope = { organizationId, scimClientId: nobody, customAttributes };
  const fits =
    filter === undefined ? Prisma.empty : sql`AND ${compileFilter(filter, { table: "users", scope, baseUrl: "" })}`;
  const { text, values } = sql`
    WITH RECURSIVE tree(id) AS (
      SELECT unnest(${[...groupIds]}::uuid[])
      UNION SELECT n.member_group_id FROM tree JOIN nested_groups n ON n.group_id = tree.id),
    inside AS (
      SELECT r.active FROM users r WHERE r.organization_id = ${organizationId}::uuid
        AND (${roles.length === 0} OR r.role::text = ANY(${[...roles]}::text[]))
        AND (${includesGuests} OR r.role::text <> 'guest')
        AND (${groupIds.length === 0}
          OR r.id IN (SELECT m.user_id FROM tree JOIN group_memberships m ON m.group_id = tree.id)) ${fits})
    SELECT count(*)::int AS people, count(*) FILTER (WHERE NOT active)::int AS inactive,
      (SELECT count(*)::int FROM users WHERE organization_id = ${organizationId}::uuid) AS everybody
    FROM inside`;
  const { rows } = await pool.query<ScopeCount>(text, values);
  return rows[0] ?? { people: 0, inactive: 0, everybody: 0 };
}
