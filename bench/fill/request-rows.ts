import { people } from "./names";
import { inPieces } from "./pieces";

/** Of ten requests six look people up, two change something, one finds nothing to change and one is refused. */
const insertRows = `
  INSERT INTO request_log (id, organization_id, scim_client_id, at, duration_ms, method, path, operation, resource_type,
    resource_id, status, scim_type, detail, leniencies, remote_address, user_agent, request_body, outcome, action, label,
    effects, agent, search)
  SELECT pg_temp.id_at(sent, 'request', s), organization_id, client_id, pg_temp.time_at(sent), 1 + s % 20, CASE WHEN kind < 6 THEN 'GET' ELSE 'PATCH' END,
    CASE WHEN kind < 6 THEN '/Users?filter=userName eq "' || mail || '"' ELSE '/Users/' || id END,
    CASE WHEN kind < 6 THEN 'list users' ELSE 'patch user' END, 'User', id::text,
    CASE WHEN kind = 9 THEN 409 ELSE 200 END, CASE WHEN kind = 9 THEN 'uniqueness' END,
    CASE WHEN kind = 9 THEN 'The userName is taken.' END, ARRAY[]::text[], '203.0.113.' || kind, 'Okta SCIM Client 1.0.0',
    CASE WHEN kind >= 6 THEN '{"Operations":[{"op":"replace","path":"title","value":"Engineer"}]}'::jsonb END,
    CASE WHEN kind < 6 THEN 'read' WHEN kind = 9 THEN 'failed' WHEN kind = 8 THEN 'unchanged' ELSE 'changed' END,
    CASE WHEN kind < 6 THEN 'users.listed' ELSE 'user.updated' END, name, '[]', 'okta',
    array_to_tsvector(ARRAY[lower(given), lower(family), mail, split_part(mail, '.', 1), split_part(mail, '.', 2), n::text,
      'bench', 'example', id::text, 'okta', 'users', '203.0.113.' || kind])
  FROM (SELECT *, s % 10 AS kind, base - ((requests - s) * request_step)::bigint AS sent FROM ${people(
    "SELECT s, 1 + (s * 7919) % people AS n FROM generate_series($from::bigint, $to) AS s, (SELECT people FROM fill_facts) AS many",
  ).replace("SELECT n, f.*", "SELECT s, n, f.*")} OFFSET 0) AS rows`;

/** The statements that make a month of requests, the latest of them just now. */
export function insertRequests(requests: number, size: number): string[] {
  return inPieces(insertRows, requests, size);
}

/** Counts them as the server does while it writes them. */
export const insertCounts = `
  INSERT INTO request_counts (organization_id, hour, scim_client_id, action, outcome, agent, status_class, count,
    duration_ms, last_at)
  SELECT organization_id, date_bin('1 hour', at, 'epoch'), scim_client_id, action, outcome, agent, status / 100, count(*),
    sum(duration_ms), max(at)
  FROM request_log WHERE organization_id = (SELECT organization_id FROM fill_facts) GROUP BY 1, 2, 3, 4, 5, 6, 7`;
