import type { RequestRow } from "@/lib/db/request-list";
import type { LoggedChange, LoggedExchange } from "@/lib/explain/logged-exchange";

/** A row of the log as those take it who explain it. */
export function createExchange(row: RequestRow, changes: readonly LoggedChange[] = []): LoggedExchange {
  const { operation, resource_type: resourceType, resource_id: resourceId, scim_type: scimType } = row;
  const { detail, label, remote_address: remoteAddress, user_agent: userAgent } = row;
  return {
    id: row.id,
    at: row.at,
    durationMs: row.duration_ms,
    method: row.method,
    path: row.path,
    status: row.status,
    outcome: row.outcome,
    action: row.action,
    effects: row.effects,
    agent: row.agent,
    leniencies: row.leniencies.map((sentence, index) => ({ name: row.leniency_names[index] ?? "", detail: sentence })),
    options: row.options,
    trace: row.trace,
    changes,
    ...present({ operation, resourceType, resourceId, scimType, detail, label, remoteAddress, userAgent }),
    ...present({ requestBody: row.request_body ?? null, responseBody: row.response_body ?? null }),
    ...(row.token_id === null || row.token_last_four === null
      ? {}
      : { token: { id: row.token_id, lastFour: row.token_last_four } }),
    ...(row.client_id === null || row.client_name === null || row.preset === null
      ? {}
      : { client: { id: row.client_id, name: row.client_name, preset: row.preset } }),
  };
}

/** The members that are there. */
function present<Value extends Readonly<Record<string, unknown>>>(values: Value) {
  const found = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(found) as { [Name in keyof Value]?: NonNullable<Value[Name]> };
}
