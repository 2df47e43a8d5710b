import type pg from "pg";

/** How much there is of what. */
export type Amounts = { readonly people: number; readonly groups: number; readonly membersPerGroup: number };

/** Fills an organization with people and groups, in SQL: through the front door it would take longer than what is measured. */
export async function fillDirectory(client: pg.Client, organizationId: string, amounts: Amounts): Promise<void> {
  const { people, groups, membersPerGroup } = amounts;
  await client.query(insertPeople, [organizationId, people]);
  await client.query(insertGroups, [organizationId, groups]);
  await client.query(insertMemberships, [organizationId, people, membersPerGroup]);
  await client.query("VACUUM ANALYZE");
}

const insertPeople = `
  INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, display_name, display_name_folded,
    full_name, full_name_folded, attributes, search, created, last_modified)
  SELECT gen_random_uuid(), $1, mail, mail, true, 'member', name, lower(name), name, lower(name),
    jsonb_build_object('name', jsonb_build_object('givenName', 'Person', 'familyName', n::text), 'title', 'Engineer',
      'emails', jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work', 'primary', true))),
    jsonb_build_object('name', jsonb_build_object('givenName', 'person', 'familyName', n::text), 'title', 'engineer',
      'emails', jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work', 'primary', true))), now(), now()
  FROM (SELECT n, 'Person ' || n AS name, 'person.' || n || '@bench.example' AS mail
    FROM generate_series(1, $2::int) AS n) AS people`;

const insertGroups = `
  INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
  SELECT gen_random_uuid(), $1, 'Team ' || n, 'team ' || n, '{}', '{}', now(), now()
  FROM generate_series(1, $2::int) AS n`;

/** Each group has as many neighbours as members, beginning somewhere else. */
const insertMemberships = `
  WITH people AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM users WHERE organization_id = $1),
    teams AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS total
      FROM groups WHERE organization_id = $1)
  INSERT INTO group_memberships (organization_id, group_id, user_id)
  SELECT $1, teams.id, people.id
  FROM teams CROSS JOIN generate_series(0, $3::int - 1) AS step
  JOIN people ON people.n = (teams.n * ($2::int / teams.total) + step) % $2::int
  ON CONFLICT DO NOTHING`;
