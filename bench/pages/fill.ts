import type pg from "pg";

export type Amounts = { readonly people: number; readonly groups: number; readonly requests: number };

/** The organization and the SCIM client that everything is filled in for. */
export type Place = { readonly organizationId: string; readonly clientId: string };

/** A UUID of version 7 made at a time, in SQL: the time's milliseconds, then chance. @see RFC 9562 §5.7 */
const createFunctions = `
  CREATE FUNCTION pg_temp.uuid_at(t timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
      || '8' || substr(md5(random()::text), 1, 15))::uuid
  $$`;

const givenNames = ["Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Alan", "Margaret", "Tim", "Radia"];
const familyNames = ["Lovelace", "Hopper", "Dijkstra", "Liskov", "Knuth", "Allen", "Turing", "Hamilton", "Berners-Lee"];

/**
 * Fills an organization with people, groups and their history, and with a month of requests. It is done in SQL, because a
 * million rows through the front door would take an hour.
 */
export async function fill(client: pg.Client, place: Place, amounts: Amounts): Promise<void> {
  const { organizationId, clientId } = place;
  await client.query(createFunctions);
  await client.query("SET synchronous_commit = off");
  await client.query("SET maintenance_work_mem = '512MB'");
  await withoutIndexes(client, "users", async () => {
    await client.query(insertPeople, [organizationId, amounts.people, givenNames, familyNames]);
  });
  await client.query(insertExternalIds, [organizationId, clientId]);
  await client.query(insertGroups, [organizationId, amounts.groups]);
  await client.query(insertMemberships, [organizationId]);
  await client.query(insertChanges, [organizationId, clientId]);
  await withoutIndexes(client, "request_log", async () => {
    await client.query(insertRequests, [organizationId, clientId, amounts.requests]);
  });
  await client.query(insertCounts, [organizationId]);
  await client.query("VACUUM ANALYZE");
}

/** Indexes are made in one go once the rows are there, which is many times faster than row by row. */
async function withoutIndexes(client: pg.Client, table: string, insert: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index i
     WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
       AND NOT indisunique`,
    [table],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await insert();
  for (const { definition } of rows) await client.query(definition);
}

const insertPeople = `
  INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, display_name, display_name_folded,
    full_name, full_name_folded, attributes, search, created, last_modified)
  SELECT pg_temp.uuid_at(at), $1, mail, mail, n % 20 <> 0, (CASE n % 50 WHEN 0 THEN 'administrator' WHEN 1 THEN 'guest'
    ELSE 'member' END)::role, name, lower(name), name, lower(name),
    jsonb_build_object('name', jsonb_build_object('givenName', given, 'familyName', family), 'title', 'Engineer',
      'emails', jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work', 'primary', true))),
    jsonb_build_object('name', jsonb_build_object('givenName', lower(given), 'familyName', lower(family)),
      'title', 'engineer',
      'emails', jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work', 'primary', true))), at, at
  FROM (SELECT n, given, family, given || ' ' || family || ' ' || n AS name,
      lower(given) || '.' || lower(family) || '.' || n || '@bench.example' AS mail,
      now() - interval '30 days' + n * (interval '29 days' / $2::int) AS at
    FROM (SELECT n, ($3::text[])[1 + n % 10] AS given, ($4::text[])[1 + (n / 10) % 9] AS family
      FROM generate_series(1, $2::int) AS n) AS names) AS people`;

const insertExternalIds = `
  INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
  SELECT $1, $2, id, '00u' || md5(id::text) FROM users WHERE organization_id = $1 AND role <> 'owner'`;

const insertGroups = `
  INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
  SELECT pg_temp.uuid_at(at), $1, 'Team ' || n, 'team ' || n, '{}', '{}', at, at
  FROM (SELECT n, now() - interval '20 days' + n * interval '1 minute' AS at FROM generate_series(1, $2::int) AS n) AS g`;

/** One group holds everybody, the others about twenty people each. */
const insertMemberships = `
  WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM users WHERE organization_id = $1),
    teams AS (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS total
      FROM groups WHERE organization_id = $1)
  INSERT INTO group_memberships (organization_id, group_id, user_id)
  SELECT $1, teams.id, numbered.id FROM teams JOIN numbered ON teams.n = 1
  UNION
  SELECT $1, teams.id, numbered.id FROM teams JOIN numbered ON teams.n = 1 + (numbered.n % (SELECT count(*) FROM teams))
  WHERE numbered.n <= teams.total * 20`;

const insertChanges = `
  INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, after, actor_kind, actor_id, at)
  SELECT pg_temp.uuid_at(created), $1, 'User', id, 'created',
    jsonb_build_object('userName', user_name, 'role', role::text, 'active', active), 'scimClient', $2, created
  FROM users WHERE organization_id = $1`;

const insertRequests = `
  WITH numbered AS (SELECT id, user_name, full_name, row_number() OVER (ORDER BY id) AS n
      FROM users WHERE organization_id = $1),
    total AS (SELECT count(*) AS people FROM numbered)
  INSERT INTO request_log (id, organization_id, scim_client_id, at, duration_ms, method, path, operation, resource_type,
    resource_id, status, scim_type, detail, leniencies, remote_address, user_agent, request_body, outcome, action, label,
    effects, agent, search)
  SELECT pg_temp.uuid_at(at), $1, $2, at, 1 + random() * 20, CASE WHEN kind < 6 THEN 'GET' ELSE 'PATCH' END,
    CASE WHEN kind < 6 THEN '/Users?filter=userName eq "' || user_name || '"' ELSE '/Users/' || user_id END,
    CASE WHEN kind < 6 THEN 'list users' ELSE 'patch user' END, 'User', user_id::text,
    CASE WHEN kind = 9 THEN 409 ELSE 200 END, CASE WHEN kind = 9 THEN 'uniqueness' END,
    CASE WHEN kind = 9 THEN 'The userName is taken.' END, ARRAY[]::text[], '203.0.113.' || kind, 'Okta SCIM Client 1.0.0',
    CASE WHEN kind >= 6 THEN '{"Operations":[{"op":"replace","path":"title","value":"Engineer"}]}'::jsonb END,
    CASE WHEN kind < 6 THEN 'read' WHEN kind = 9 THEN 'failed' WHEN kind = 8 THEN 'unchanged' ELSE 'changed' END,
    CASE WHEN kind < 6 THEN 'users.listed' ELSE 'user.updated' END, full_name, '[]', 'okta',
    to_tsvector('simple', full_name || ' ' || user_name || ' ' || user_id || ' okta')
  FROM (SELECT numbered.id AS user_id, user_name, full_name, s % 10 AS kind,
      now() - (interval '30 days' / $3::int) * ($3::int - s) AS at
    FROM generate_series(1, $3::int) AS s JOIN numbered ON numbered.n = 1 + s % (SELECT people FROM total)) AS rows`;

const insertCounts = `
  INSERT INTO request_counts (organization_id, hour, scim_client_id, action, outcome, agent, status_class, count,
    duration_ms, last_at)
  SELECT organization_id, date_trunc('hour', at), scim_client_id, action, outcome, agent, status / 100, count(*),
    sum(duration_ms), max(at)
  FROM request_log WHERE organization_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7`;
