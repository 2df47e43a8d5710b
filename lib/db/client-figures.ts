import type { Database } from "./pool";

/**
 * How many people and groups a SCIM client provisions: the people whom it knows by an external id, and the groups that it
 * knows so or made. Okta sends no external ids of groups.
 */
export type ClientFigures = {
  readonly scimClientId: string;
  readonly activePeople: number;
  readonly inactivePeople: number;
  readonly groups: number;
};

/**
 * What every SCIM client of the organization provisions. All people are counted in an index, and apart those who are inactive,
 * who are few.
 */
export async function listClientFigures(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<readonly ClientFigures[]> {
  const { rows } = await pool.query<{ id: string; active: string; inactive: string; groups: string }>(
    `SELECT id, coalesce(sum(active), 0) AS active, coalesce(sum(inactive), 0) AS inactive, coalesce(sum(groups), 0) AS groups
     FROM (
       SELECT c.id, known.people AS active, 0 AS inactive, 0 AS groups FROM scim_clients c
       CROSS JOIN LATERAL (SELECT count(*) AS people FROM user_external_ids e WHERE e.scim_client_id = c.id) known
       WHERE c.organization_id = $1
       UNION ALL
       SELECT e.scim_client_id, -count(*), count(*), 0 FROM users u JOIN user_external_ids e ON e.user_id = u.id
       WHERE u.organization_id = $1 AND NOT u.active GROUP BY 1
       UNION ALL
       SELECT scim_client_id, 0, 0, count(*) FROM (
         SELECT scim_client_id, group_id FROM group_external_ids WHERE organization_id = $1
         UNION
         SELECT made.actor_id, g.id FROM groups g CROSS JOIN LATERAL (
           SELECT actor_id FROM resource_changes c
           WHERE c.resource_id = g.id AND c.kind = 'created' AND c.actor_kind = 'scimClient' ORDER BY c.id LIMIT 1
         ) AS made
         WHERE g.organization_id = $1
       ) AS provisioned GROUP BY 1
     ) AS counted
     GROUP BY id`,
    [organizationId],
  );
  return rows.map(({ id, active, inactive, groups }) => ({
    scimClientId: id,
    activePeople: Number(active),
    inactivePeople: Number(inactive),
    groups: Number(groups),
  }));
}

/** Figures and when they were counted. */
export type KeptFigures = { readonly figures: readonly ClientFigures[]; readonly countedAt: Date };

/** What the SCIM clients of an organization provisioned when it was last counted; undefined where it never was. */
export async function findKeptFigures(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<KeptFigures | undefined> {
  const { rows } = await pool.query<ClientFigures & { readonly countedAt: Date }>(
    `SELECT scim_client_id AS "scimClientId", active_people AS "activePeople", inactive_people AS "inactivePeople", groups,
       counted_at AS "countedAt" FROM client_figures WHERE organization_id = $1`,
    [organizationId],
  );
  const [first] = rows;
  return first && { figures: rows.map(({ countedAt: _same, ...figures }) => figures), countedAt: first.countedAt };
}

/** Counts what the SCIM clients of an organization provision, and keeps it in place of what was kept before. */
export async function countFigures(
  database: Pick<Database, "pool">,
  organizationId: string,
  now: Date,
): Promise<KeptFigures> {
  const figures = await listClientFigures(database, organizationId);
  await database.pool.query(
    `INSERT INTO client_figures AS kept (organization_id, scim_client_id, active_people, inactive_people, groups, counted_at)
     SELECT $1, c.id, f."activePeople", f."inactivePeople", f.groups, $3 FROM scim_clients c
     JOIN jsonb_to_recordset($2) AS f("scimClientId" uuid, "activePeople" int, "inactivePeople" int, groups int)
       ON f."scimClientId" = c.id
     WHERE c.organization_id = $1
     ON CONFLICT (scim_client_id) DO UPDATE SET active_people = EXCLUDED.active_people,
       inactive_people = EXCLUDED.inactive_people, groups = EXCLUDED.groups, counted_at = EXCLUDED.counted_at
     WHERE kept.counted_at < EXCLUDED.counted_at`,
    [organizationId, JSON.stringify(figures), now],
  );
  return { figures, countedAt: now };
}

/** Whether an organization has at least so many people and groups; they are not counted for it. */
export async function hasManyResources(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  many: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ many: boolean }>(
    "SELECT coalesce(sum(count), 0) >= $2 AS many FROM resource_counts WHERE organization_id = $1",
    [organizationId, many],
  );
  return rows[0]?.many === true;
}
