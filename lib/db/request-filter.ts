import type { RequestAction, RequestAgent, RequestOutcome } from "@/lib/explain/logged-exchange";
import { nilUuid } from "./request-log-insert";

/** Which requests are meant. */
export type RequestFilter = {
  readonly from?: Date;
  /** Exclusive. */
  readonly until?: Date;
  readonly outcomes?: readonly RequestOutcome[];
  readonly action?: RequestAction;
  /** The nil UUID: those of which no SCIM client could be told. */
  readonly scimClientId?: string;
  readonly agent?: RequestAgent;
  /** 2 for 200 to 299, and so on. */
  readonly statusClass?: number;
  /** A person or group that they are about, also as one of many in a Bulk or as a member who came or went. */
  readonly resourceId?: string;
  /** A tsquery, as createWordQuery makes it. */
  readonly words?: string;
  /** One of these ids, where the words are one. */
  readonly requestId?: string;
};

/** A condition in SQL and the values of its parameters. */
export type SqlCondition = { readonly text: string; readonly values: readonly unknown[] };

/** The smallest and the largest UUID of version 7 that can have been made at a time. @see RFC 9562 §5.7 */
export function createLowestId(time: Date): string {
  const hexadecimal = Math.max(0, time.getTime()).toString(16).padStart(12, "0");
  return `${hexadecimal.slice(0, 8)}-${hexadecimal.slice(8)}-7000-8000-000000000000`;
}

/** A request's id is made a moment before its time is read. */
const slackMs = 2_000;

/**
 * What must hold of a row of request_log, as SQL.
 *
 * @param organizationId `$1`; everything is confined to it
 * @param leaveOut conditions that whoever asks puts in another way
 */
export function writeRequestCondition(
  organizationId: string,
  filter: RequestFilter,
  leaveOut: { readonly outcomes?: boolean; readonly words?: boolean } = {},
): SqlCondition {
  const values: unknown[] = [organizationId];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const parts = ["organization_id = $1"];
  const { from, until, outcomes, action, scimClientId, agent, statusClass } = filter;
  if (from !== undefined) {
    const lowest = createLowestId(new Date(from.getTime() - slackMs));
    parts.push(`id >= ${parameter(lowest)}::uuid AND at >= ${parameter(from)}`);
  }
  if (until !== undefined) {
    parts.push(`id < ${parameter(createLowestId(until))}::uuid AND at < ${parameter(until)}`);
  }
  if (outcomes !== undefined && leaveOut.outcomes !== true) parts.push(`outcome = ANY(${parameter(outcomes)}::text[])`);
  if (action !== undefined) parts.push(`action = ${parameter(action)}`);
  if (scimClientId === nilUuid) parts.push("scim_client_id IS NULL");
  else if (scimClientId !== undefined) parts.push(`scim_client_id = ${parameter(scimClientId)}::uuid`);
  if (agent !== undefined) parts.push(`agent = ${parameter(agent)}`);
  if (statusClass !== undefined) {
    parts.push(`status >= ${parameter(statusClass * 100)} AND status < ${parameter(statusClass * 100 + 100)}`);
  }
  if (leaveOut.words !== true) parts.push(...writeWordCondition(filter, values));
  return { text: parts.join(" AND "), values };
}

/**
 * What must stand in a row of request_log, as conditions in SQL.
 *
 * @param values of the parameters so far; those of the conditions are added
 */
export function writeWordCondition(
  { resourceId, words, requestId }: RequestFilter,
  values: unknown[],
): readonly string[] {
  const holds = (query: string) => `search @@ $${values.push(query)}::tsquery`;
  const parts: string[] = [];
  if (resourceId !== undefined) parts.push(holds(`'${resourceId}'`));
  if (words !== undefined) {
    const found = holds(words);
    parts.push(requestId === undefined ? found : `(${found} OR id = $${values.push(requestId)}::uuid)`);
  }
  return parts;
}
