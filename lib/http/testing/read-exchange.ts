import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import type { EndpointFixture, TestAnswer } from "./endpoint-fixture";

const absent = (value: unknown) => value !== null && value !== undefined;

/** The logged request that an answer has, with what it changed, as the console reads it. */
export async function readExchange(fixture: EndpointFixture, answer: TestAnswer): Promise<LoggedExchange> {
  await fixture.readLogRow(answer);
  const { rows } = await fixture.database.pool.query<{ exchange: Record<string, unknown> }>(
    `SELECT jsonb_build_object('id', r.id, 'durationMs', r.duration_ms, 'method', r.method, 'path', r.path,
       'operation', r.operation, 'resourceType', r.resource_type, 'resourceId', r.resource_id, 'status', r.status,
       'scimType', r.scim_type, 'detail', r.detail, 'outcome', r.outcome, 'action', r.action, 'label', r.label,
       'effects', r.effects, 'agent', r.agent, 'remoteAddress', r.remote_address, 'userAgent', r.user_agent,
       'leniencies', (SELECT COALESCE(jsonb_agg(jsonb_build_object('name', l.name, 'detail', l.detail)), '[]')
         FROM unnest(r.leniency_names, r.leniencies) AS l(name, detail)),
       'options', r.options, 'trace', r.trace,
       'token', CASE WHEN r.token_id IS NULL THEN NULL
         ELSE jsonb_build_object('id', r.token_id, 'lastFour', r.token_last_four) END,
       'client', (SELECT jsonb_build_object('id', c.id, 'name', c.name, 'preset', c.preset)
         FROM scim_clients c WHERE c.id = r.scim_client_id),
       'requestBody', r.request_body, 'responseBody', r.response_body,
       'changes', (SELECT COALESCE(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', x.id,
           'resourceType', x.resource_type, 'resourceId', x.resource_id, 'kind', x.kind,
           'before', x.before, 'after', x.after)) ORDER BY x.id), '[]')
         FROM resource_changes x WHERE x.request_id = r.id),
       'at', r.at) AS exchange
     FROM request_log r WHERE r.id = $1`,
    [answer.headers.get("x-request-id")],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("The request was not logged.");
  const present = Object.fromEntries(Object.entries(row.exchange).filter(([, value]) => absent(value)));
  return { ...present, at: new Date(String(present.at)) } as LoggedExchange;
}
