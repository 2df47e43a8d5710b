import type { Database } from "../pool";

/** Numbers of people, and of groups with twenty members each, beside one that all are in. */
export type FilledAmounts = { readonly people: number; readonly groups: number };

/**
 * Fills an organization with so many people and groups that a plan which reads them all is worse than one by an index, and lets
 * PostgreSQL know of them.
 */
export async function fillDirectory(
  { pool }: Pick<Database, "pool">,
  { organizationId, clientId }: { readonly organizationId: string; readonly clientId: string },
  { people, groups }: FilledAmounts,
): Promise<void> {
  const statements: readonly (readonly [string, ...unknown[]])[] = [
    [
      `INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, full_name, full_name_folded, attributes,
         search, created, last_modified)
       SELECT uuidv7(n * interval '1 second' - interval '30 days'), $1, mail, mail, n % 10 > 0, 'member', 'Person ' || n,
         'person ' || n, attributes, attributes, now(), now()
       FROM (SELECT n, 'person.' || n || '@filled.example' AS mail FROM generate_series(1, $2::int) AS n) AS numbers,
         LATERAL (SELECT jsonb_build_object('title', 'engineer', 'emails',
           jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work')), 'name',
           jsonb_build_object('givenName', 'person', 'familyName', n::text)) AS attributes) AS made`,
      organizationId,
      people,
    ],
    [
      `INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
       SELECT $1, $2, id, 'x' || user_name FROM users WHERE organization_id = $1`,
      organizationId,
      clientId,
    ],
    [
      `INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
       SELECT uuidv7(), $1, 'Group ' || n, 'group ' || n, '{}', '{}', now(), now() FROM generate_series(1, $2::int) AS n`,
      organizationId,
      groups,
    ],
    [
      `INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
       SELECT $1, $2, id, 'x' || display_name FROM groups WHERE organization_id = $1`,
      organizationId,
      clientId,
    ],
    [
      `INSERT INTO group_memberships (organization_id, group_id, user_id)
       SELECT $1, g.id, u.id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM groups WHERE organization_id = $1) AS g
       JOIN (SELECT id, row_number() OVER () AS n FROM users WHERE organization_id = $1) AS u ON g.n = 1 + u.n / 20
       UNION SELECT $1, (SELECT min(id::text)::uuid FROM groups WHERE organization_id = $1), id FROM users WHERE organization_id = $1`,
      organizationId,
    ],
    [
      `INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, after, actor_kind, actor_id)
       SELECT uuidv7(), $1, 'User', id, 'created', '{}', 'scimClient', $2 FROM users WHERE organization_id = $1`,
      organizationId,
      clientId,
    ],
    [
      `INSERT INTO request_log (id, organization_id, scim_client_id, at, duration_ms, method, path, status, leniencies, search)
       SELECT uuidv7(), $1, $2, now(), 1, 'GET', '/Users/' || id, 200, '{}', array_to_tsvector(ARRAY[id::text])
       FROM users WHERE organization_id = $1`,
      organizationId,
      clientId,
    ],
  ];
  const connection = await pool.connect();
  try {
    await connection.query("SET statement_timeout = 0");
    for (const [text, ...values] of statements) await connection.query(text, values);
    await connection.query("VACUUM ANALYZE");
  } finally {
    connection.release(true);
  }
}
