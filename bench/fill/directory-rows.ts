import type { Amounts } from "./amounts";
import { people } from "./names";
import { inPieces } from "./pieces";

const enterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const numbers = "SELECT generate_series($from::bigint, $to) AS n";

/** The attributes of a person, and their folded copy. */
const attributes = (fold: (value: string) => string) => `
  jsonb_build_object('name', jsonb_build_object('givenName', ${fold("given")}, 'familyName', ${fold("family")},
      'formatted', ${fold("name")}),
    'title', ${fold("title")}, 'locale', ${fold("'en-US'")}, 'userType', ${fold("'Employee'")},
    'emails', jsonb_build_array(jsonb_build_object('value', mail, 'type', 'work', 'primary', true))
      || CASE WHEN n % 3 = 0 THEN jsonb_build_array(jsonb_build_object('value', 'private.' || n || '@home.example',
        'type', 'home')) ELSE '[]' END,
    'phoneNumbers', jsonb_build_array(jsonb_build_object('value', '+1 555 ' || lpad(n::text, 7, '0'), 'type', 'work')),
    '${enterpriseUrn}', jsonb_strip_nulls(jsonb_build_object('employeeNumber', n::text, 'department', ${fold("department")},
      'costCenter', 'cc-' || n % 400, 'manager', CASE WHEN manager_id IS NOT NULL THEN
        jsonb_build_object('value', manager_id) END)))`;

const insertPeople = `
  INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, display_name, display_name_folded,
    full_name, full_name_folded, manager_id, attributes, search, created, last_modified)
  SELECT id, organization_id, mail, mail, n % 20 <> 0, (CASE n % 50 WHEN 0 THEN 'administrator' WHEN 1 THEN 'guest'
    ELSE 'member' END)::role, display, lower(display), name, lower(name), manager_id, ${attributes((value) => value)},
    ${attributes((value) => `lower(${value})`)}, pg_temp.time_at(ms), pg_temp.time_at(ms)
  FROM (SELECT *, CASE WHEN n % 10 <> 3 THEN name || ' (' || department || ')' END AS display FROM ${people(numbers)}) AS p`;

const insertExternalIds = `
  INSERT INTO user_external_ids (organization_id, scim_client_id, user_id, external_id)
  SELECT f.organization_id, f.client_id, pg_temp.person_id(first_person, person_step, n), '00u' || md5('person' || n)
  FROM (${numbers}) AS numbers, fill_facts f`;

const insertPeopleChanges = `
  INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, before, after, actor_kind, actor_id, at)
  SELECT pg_temp.id_at(ms, 'change', n), organization_id, 'User', id, 'created', NULL::jsonb,
    jsonb_build_object('userName', mail, 'role', 'member', 'active', true, 'title', title), 'scimClient', client_id, pg_temp.time_at(ms)
  FROM ${people(numbers)}
  UNION ALL
  SELECT pg_temp.id_at(ms + 3600000, 'second change', n), organization_id, 'User', id, 'updated',
    '{"active": true}'::jsonb, '{"active": false}'::jsonb, 'scimClient', client_id, pg_temp.time_at(ms + 3600000)
  FROM ${people(numbers)} WHERE n % 20 = 0`;

const insertGroups = `
  INSERT INTO groups (id, organization_id, display_name, display_name_folded, attributes, search, created, last_modified)
  SELECT pg_temp.group_id(base, n), f.organization_id, 'Team ' || n, 'team ' || n, '{}', '{}',
    pg_temp.time_at(pg_temp.group_ms(base, n)), pg_temp.time_at(pg_temp.group_ms(base, n))
  FROM (${numbers}) AS numbers, fill_facts f`;

const insertGroupExternalIds = `
  INSERT INTO group_external_ids (organization_id, scim_client_id, group_id, external_id)
  SELECT f.organization_id, f.client_id, pg_temp.group_id(base, n), '00g' || md5('group' || n)
  FROM (${numbers}) AS numbers, fill_facts f`;

/** The first group is the large one; of the others the n-th has twenty people that follow from n. */
const members = `
  SELECT n, pg_temp.person_id(first_person, person_step, 1 + (n * 20 + i) % f.people) AS user_id
  FROM (${numbers}) AS numbers, fill_facts f, generate_series(0, 19) AS i WHERE n > 1 AND i < f.people`;

const insertMemberships = `
  INSERT INTO group_memberships (organization_id, group_id, user_id)
  SELECT f.organization_id, pg_temp.group_id(base, n), user_id FROM (${members}) AS members, fill_facts f`;

const insertLargestGroup = `
  INSERT INTO group_memberships (organization_id, group_id, user_id)
  SELECT f.organization_id, pg_temp.group_id(base, 1), pg_temp.person_id(first_person, person_step, n) FROM (${numbers}) AS numbers, fill_facts f`;

const insertGroupChanges = `
  INSERT INTO resource_changes (id, organization_id, resource_type, resource_id, kind, after, actor_kind, actor_id, at)
  SELECT pg_temp.id_at(pg_temp.group_ms(base, n), 'group change', n), f.organization_id, 'Group',
    pg_temp.group_id(base, n), 'created', jsonb_build_object('displayName', 'Team ' || n, 'members', jsonb_build_object('added', added)),
    'scimClient', f.client_id, pg_temp.time_at(pg_temp.group_ms(base, n))
  FROM (SELECT n, jsonb_agg(user_id) AS added FROM (${members}) AS members GROUP BY n) AS g, fill_facts f`;

/** The statements that make people and groups, with externalIds and history. */
export function directoryStatements({ people: count, groups, largestGroup }: Amounts, size: number): string[] {
  return [
    ...inPieces(insertPeople, count, size / 2),
    ...inPieces(insertPeopleChanges, count, size),
    ...inPieces(insertExternalIds, count, size),
    ...inPieces(insertLargestGroup, largestGroup, size),
    ...[insertGroups, insertGroupExternalIds, insertMemberships, insertGroupChanges].flatMap((text) =>
      inPieces(text, groups, size),
    ),
  ];
}
