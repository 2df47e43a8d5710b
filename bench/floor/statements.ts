/** What is shown of a person; $1 is the organization, $2 the SCIM client. */
const columns = `u.id, u.user_name, u.display_name, u.active, u.role, u.attributes, u.version, u.created,
  u.last_modified, (SELECT e.external_id FROM user_external_ids e WHERE e.user_id = u.id AND e.scim_client_id = $2) AS external_id,
  (SELECT json_agg(json_build_object('value', g.id, 'display', g.display_name))
     FROM group_memberships m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id) AS groups`;

const people = "FROM users u WHERE u.organization_id = $1";
const total =
  "(SELECT sum(count)::int FROM resource_counts WHERE organization_id = $1 AND resource_type = 'User') AS total";

/** Adds the change of the row that the CTE `written` returned. $1 is the organization, $2 the SCIM client. */
const change = (type: string, kind: string, id: string, request: string, before: string, after: string) => `
  INSERT INTO resource_changes
    (id, organization_id, resource_type, resource_id, kind, before, after, actor_kind, actor_id, request_id)
  SELECT ${id}::uuid, $1, '${type}', written.id, '${kind}', ${before}, ${after}, 'scimClient', $2, ${request}::uuid FROM written RETURNING id`;

/** The floor's statements, each prepared once a connection. In all of them $1 is the organization and $2 the SCIM client. */
export const statements = {
  createUser: `
    WITH written AS (
      INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, display_name,
                         display_name_folded, full_name, full_name_folded, attributes, search, created, last_modified)
      VALUES ($3, $1, $4, lower($4), true, 'member', $5, lower($5), $5, lower($5), $6, $7, $8, $8) RETURNING id
    ), known AS (
      INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
      SELECT $1, $2, id, $9 FROM written
    ) ${change("User", "created", "$10", "$11", "NULL", "$12")}`,
  updateUser: `
    WITH written AS (
      UPDATE users SET attributes = $5, search = $6, active = $7, version = version + 1, last_modified = $8
      WHERE organization_id = $1 AND id = $3 AND version = $4 RETURNING id
    ) ${change("User", "updated", "$9", "$10", "$11", "$12")}`,
  deleteUser: `
    WITH written AS (DELETE FROM users WHERE organization_id = $1 AND id = $3 RETURNING id, user_name, attributes)
    ${change("User", "deleted", "$4", "$5", "jsonb_build_object('userName', user_name) || attributes", "NULL")}`,
  getUser: `SELECT ${columns} ${people} AND u.id = $3`,
  findByUserName: `SELECT ${columns} ${people} AND u.user_name_folded = lower($3)`,
  findByExternalId: `SELECT ${columns} ${people} AND u.id IN
    (SELECT user_id FROM user_external_ids WHERE scim_client_id = $2 AND external_id = $3)`,
  findByAttributes: `SELECT ${columns} ${people} AND u.search @> $3`,
  listUsers: `SELECT ${columns}, ${total} ${people} ORDER BY u.id LIMIT $3 OFFSET $4`,
  listUsersByName: `SELECT ${columns}, ${total} ${people} ORDER BY u.user_name_folded LIMIT $3 OFFSET $4`,
  listUsersAfter: `SELECT ${columns} ${people} AND u.id > $4 ORDER BY u.id LIMIT $3`,
  countUsers: `SELECT ${total} WHERE $2::uuid IS NOT NULL`,
  createGroup: `
    WITH written AS (
      INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
      VALUES ($3, $1, $4, lower($4), '{}', '{}', $5, $5) RETURNING id
    ), added AS (
      INSERT INTO group_memberships (organization_id, group_id, user_id) SELECT $1, written.id, unnest($6::uuid[]) FROM written
    ) ${change("Group", "created", "$7", "$8", "NULL", "jsonb_build_object('displayName', $4::text, 'members', $6::uuid[])")}`,
  addMember: `
    WITH added AS (
      INSERT INTO group_memberships (organization_id, group_id, user_id) VALUES ($1, $3, $4) ON CONFLICT DO NOTHING
      RETURNING user_id
    ), written AS (
      UPDATE groups SET version = version + 1, last_modified = $5
      WHERE organization_id = $1 AND id = $3 AND EXISTS (SELECT 1 FROM added) RETURNING id
    ) ${change("Group", "updated", "$6", "$7", "NULL", "jsonb_build_object('members', jsonb_build_object('added', $4))")}`,
  getGroup: `SELECT id, display_name, version, created, last_modified FROM groups
    WHERE organization_id = $1 AND id = $3 AND $2::uuid IS NOT NULL`,
  getMembers: `
    SELECT json_agg(json_build_object('value', u.id, '$ref', $4 || u.id, 'display', u.display_name, 'type', 'User')) AS members
    FROM group_memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = $1 AND m.group_id = $3 AND $2::uuid IS NOT NULL`,
  deleteGroup: `
    WITH written AS (DELETE FROM groups WHERE organization_id = $1 AND id = $3 RETURNING id, display_name)
    ${change("Group", "deleted", "$4", "$5", "jsonb_build_object('displayName', display_name)", "NULL")}`,
} as const;
