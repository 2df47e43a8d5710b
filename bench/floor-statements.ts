const columns = `u.id, u.user_name, u.display_name, u.active, u.attributes, u.search, u.version, u.created, u.last_modified,
  (SELECT e.external_id FROM user_external_ids e WHERE e.user_id = u.id AND e.scim_client_id = $3) AS external_id,
  (SELECT json_agg(json_build_object('value', g.id, 'display', g.display_name))
     FROM group_memberships m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id) AS groups`;

/** The floor's statements, each prepared once a connection. */
export const statements = {
  create: `
    WITH made AS (
      INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, display_name,
                         display_name_folded, full_name, full_name_folded, attributes, search, created, last_modified)
      VALUES ($1, $2, $3, $4, true, 'member', $5, $6, $5, $6, $7, $8, $9, $9)
    ), known AS (
      INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id) VALUES ($2, $10, $1, $11)
    )
    INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, after, actor_kind, actor_id, request_id)
    VALUES ($12, $2, 'User', $1, 'created', $13, 'scimClient', $10, $14)`,
  get: `SELECT ${columns} FROM users u WHERE u.id = $1 AND u.organization_id = $2`,
  filter: `SELECT ${columns} FROM users u WHERE u.user_name_folded = $1 AND u.organization_id = $2`,
  patch: `
    WITH written AS (
      UPDATE users SET attributes = $4, search = $5, version = version + 1, last_modified = $6
      WHERE id = $1 AND organization_id = $2 AND version = $3 RETURNING id
    )
    INSERT INTO resource_changes
      (id, organization_id, resource_type, resource_id, kind, before, after, actor_kind, actor_id, request_id)
    SELECT $7, $2, 'User', id, 'updated', $8::jsonb, $9::jsonb, 'scimClient', $10, $11 FROM written`,
};
