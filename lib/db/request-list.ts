import type { Preset } from "@/lib/directory/client-options";
import type { RequestEffect, UsedOption } from "@/lib/directory/request-record";
import type { RequestAction, RequestAgent, RequestOutcome, TraceStep } from "@/lib/explain/logged-exchange";
import type { JsonValue } from "@/lib/scim/json";
import type { Database } from "./pool";
import type { RequestFilter } from "./request-filter";
import { chooseSearchWay, type RequestPosition, type SearchWay, selectRequestIds } from "./request-search";

/** A row of the request log as it is shown; of its bodies there is, unless they were asked for, what its sentence needs. */
export type RequestRow = {
  readonly id: string;
  readonly at: Date;
  readonly duration_ms: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly resource_type: string | null;
  readonly resource_id: string | null;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly leniencies: string[];
  readonly leniency_names: string[];
  readonly remote_address: string | null;
  readonly user_agent: string | null;
  readonly outcome: RequestOutcome;
  readonly action: RequestAction;
  readonly label: string | null;
  readonly effects: readonly RequestEffect[];
  readonly agent: RequestAgent;
  readonly token_id: string | null;
  readonly token_last_four: string | null;
  readonly trace: readonly TraceStep[];
  readonly options: readonly UsedOption[];
  readonly client_id: string | null;
  readonly client_name: string | null;
  readonly preset: Preset | null;
  readonly request_body?: JsonValue;
  readonly response_body?: JsonValue;
};

/** What is read of a row `r` and the client `c` that `joinRequestClient` finds. */
export const requestColumns = `r.id, r.at, r.duration_ms, r.method, r.path, r.operation, r.resource_type, r.resource_id, r.status,
  r.scim_type, r.detail, r.leniencies, r.leniency_names, r.remote_address, r.user_agent, r.outcome, r.action, r.label,
  r.effects, r.agent, r.token_id, r.token_last_four, COALESCE(r.trace_text, r.trace::text)::json AS trace, r.options,
  c.id AS client_id, c.name AS client_name, c.preset`;
/** A client that was removed leaves no name, and another organization's is never shown. */
export const joinRequestClient =
  "LEFT JOIN scim_clients c ON c.id = r.scim_client_id AND c.organization_id = r.organization_id";
/**
 * What a sentence about a request needs of its bodies, in their own shape: of the answer to a list its numbers and the one who
 * was found, of a Bulk how many results there are, and of a removal of members whether it named any.
 */
const bodySketches = `
  CASE WHEN r.action = 'group.members.changed' AND r.effects #>> '{0,members,added}' = '0' THEN jsonb_build_object(
    'Operations', jsonb_path_query_array(r.request_body,
      '$.Operations[*] ? (!exists(@.value) || @.value.size() == 0 || @.value.members.size() == 0)'),
    'members', CASE WHEN r.request_body -> 'members' = '[]' THEN r.request_body -> 'members' END)
  END AS request_body,
  CASE
    WHEN r.outcome = 'read' AND r.action LIKE '%.listed' AND r.response_body ? 'truncated' THEN jsonb_build_object(
      'truncated', true, 'beginning', left(r.response_body ->> 'beginning', 300))
    WHEN r.outcome = 'read' AND r.action LIKE '%.listed' THEN jsonb_build_object(
      'totalResults', r.response_body -> 'totalResults', 'startIndex', r.response_body -> 'startIndex',
      'itemsPerPage', r.response_body -> 'itemsPerPage',
      'Resources', CASE WHEN r.response_body -> 'totalResults' = '1' THEN jsonb_build_array(jsonb_build_object(
        'id', r.response_body #> '{Resources,0,id}', 'displayName', r.response_body #> '{Resources,0,displayName}',
        'userName', r.response_body #> '{Resources,0,userName}')) END)
    WHEN r.operation = 'bulk' THEN jsonb_build_object('results', COALESCE(r.response_body -> 'results',
      to_jsonb(jsonb_array_length(jsonb_path_query_array(r.response_body, '$.Operations[*]')))))
  END AS response_body`;

/**
 * A page of the requests that fit, the latest first.
 *
 * @param page `way` of the search; chosen where it is not given
 */
export async function listRequestRows(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter,
  page: RequestPosition & { readonly limit: number; readonly way?: SearchWay; readonly withBodies?: boolean },
): Promise<readonly RequestRow[]> {
  const way = page.way ?? (await chooseSearchWay({ pool }, organizationId, filter, page));
  const { text, values } = selectRequestIds(organizationId, filter, { ...page, way });
  const bodies = page.withBodies === true ? "r.request_body, r.response_body" : bodySketches;
  const { rows } = await pool.query<RequestRow>(
    `SELECT ${requestColumns}, ${bodies} FROM (${text}) AS found JOIN request_log r ON r.id = found.id ${joinRequestClient}
     ORDER BY r.id DESC`,
    [...values],
  );
  return rows;
}

/** One request of the organization with its bodies. @param id a UUID */
export async function findRequestRow(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  id: string,
): Promise<RequestRow | undefined> {
  const { rows } = await pool.query<RequestRow>(
    `SELECT ${requestColumns}, r.request_body, r.response_body FROM request_log r ${joinRequestClient}
     WHERE r.organization_id = $1 AND r.id = $2`,
    [organizationId, id],
  );
  return rows[0];
}

/** What grouping requests needs to know of each. */
export type SlimRequest = {
  readonly id: string;
  readonly at: Date;
  readonly scim_client_id: string | null;
  readonly client_name: string | null;
  readonly agent: RequestAgent;
  readonly outcome: RequestOutcome;
  readonly action: RequestAction;
  readonly duration_ms: number;
};

/** As listRequestRows, of each request only what grouping needs. */
export async function listSlimRequests(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter,
  page: { readonly before?: string; readonly limit: number; readonly way: SearchWay },
): Promise<readonly SlimRequest[]> {
  const { text, values } = selectRequestIds(organizationId, filter, page);
  const { rows } = await pool.query<SlimRequest>(
    `SELECT r.id, r.at, r.scim_client_id, c.name AS client_name, r.agent, r.outcome, r.action, r.duration_ms
     FROM (${text}) AS found JOIN request_log r ON r.id = found.id ${joinRequestClient}
     ORDER BY r.id DESC`,
    [...values],
  );
  return rows;
}

/** How many requests that fit came after one, counted up to `most`. */
export async function countRequestsAfter(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter,
  { after, most }: { readonly after: string; readonly most: number },
): Promise<number> {
  const way = await chooseSearchWay({ pool }, organizationId, filter, { after });
  const { text, values } = selectRequestIds(organizationId, filter, { after, limit: most, way });
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM (${text}) AS found`, [
    ...values,
  ]);
  return rows[0]?.count ?? 0;
}
