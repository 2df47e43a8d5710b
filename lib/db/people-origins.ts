import type { RoleDecision } from "@/lib/directory/role-source";
import type { Database } from "./pool";

/** Who manages a person, and what decided their role. */
export type PersonOrigin = {
  readonly id: string;
  /** The SCIM clients that know the person by an external id. */
  readonly knownTo: readonly string[];
  /** The SCIM client that made the latest change; null when it was not one. */
  readonly lastClientId: string | null;
  readonly roleActorId: string | null;
  readonly roleRequestId: string | null;
  readonly roleAt: Date | null;
  readonly decision: RoleDecision | undefined;
};

type OriginRow = Omit<PersonOrigin, "decision"> & {
  readonly actorKind: RoleDecision["actorKind"] | null;
  readonly role: RoleDecision["role"] | null;
  readonly roles: RoleDecision["roles"] | null;
  readonly namesRole: boolean | null;
};

/** For each of these people of the organization, who manages them and what decided their role. */
export async function findOrigins(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonOrigin>> {
  const names = '(@.key like_regex "(^|:)role$" flag "i")';
  const { rows } = await pool.query<OriginRow>(
    `SELECT u.id,
       ARRAY(SELECT x.scim_client_id FROM user_external_ids x WHERE x.user_id = u.id)::text[] AS "knownTo",
       latest.actor_id AS "lastClientId", decided.actor_id AS "roleActorId", decided.request_id AS "roleRequestId",
       decided.at AS "roleAt", decided.actor_kind AS "actorKind", decided.after -> 'role' AS role,
       decided.after -> 'roles' AS roles,
       CASE WHEN l.request_body IS NULL OR l.path LIKE '/Bulk%' THEN NULL ELSE
         jsonb_path_exists(l.request_body, '$.keyvalue() ? ${names}', '{}', true)
         OR jsonb_path_exists(l.request_body, '$.Operations[*].value.keyvalue() ? ${names}', '{}', true)
         OR jsonb_path_exists(l.request_body, '$.Operations[*] ? (@.path like_regex "(^|:)role$" flag "i")', '{}', true)
       END AS "namesRole"
     FROM users u
     LEFT JOIN LATERAL (
       SELECT CASE c.actor_kind WHEN 'scimClient' THEN c.actor_id END AS actor_id FROM resource_changes c
       WHERE c.resource_id = u.id AND c.organization_id = $1 ORDER BY c.id DESC LIMIT 1) latest ON true
     LEFT JOIN LATERAL (
       SELECT c.* FROM resource_changes c
       WHERE c.resource_id = u.id AND c.organization_id = $1 AND c.after ? 'role' ORDER BY c.id DESC LIMIT 1) decided ON true
     LEFT JOIN request_log l ON l.id = decided.request_id
     WHERE u.organization_id = $1 AND u.id = ANY($2::uuid[])`,
    [organizationId, [...ids]],
  );
  return new Map(rows.map((row) => [row.id, toOrigin(row)]));
}

function toOrigin({ actorKind, role, roles, namesRole, ...row }: OriginRow): PersonOrigin {
  if (actorKind === null) return { ...row, decision: undefined };
  return {
    ...row,
    decision: { actorKind, role: role ?? undefined, roles: roles ?? undefined, namesRole: namesRole ?? undefined },
  };
}
