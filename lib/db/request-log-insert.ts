import type { RequestEffect, UsedOption } from "@/lib/directory/request-record";
import type { RequestAction, RequestAgent, RequestOutcome, TraceStep } from "@/lib/explain/logged-exchange";
import { log } from "@/lib/log";
import type { Database } from "./pool";
import { toStorableJson, toStorableText } from "./storable-text";

/** Where it is told that an organization has new rows; the payload is the organization's id. */
export const requestsChannel = "roster_requests";
/** Stands in the counts for the SCIM client of a request of which none could be told. */
export const nilUuid = "00000000-0000-0000-0000-000000000000";

/** One inbound request, as it is logged. */
export type RequestLogEntry = {
  /** Also the request's id in `X-Request-Id`. */
  readonly id: string;
  /** Absent when no organization could be told from the request. */
  readonly organizationId: string | undefined;
  readonly scimClientId: string | undefined;
  readonly at: Date;
  readonly durationMs: number;
  readonly method: string;
  /** Path below the base URL and the query string, redacted. */
  readonly path: string;
  readonly operation: string | undefined;
  readonly resourceType: string | undefined;
  readonly resourceId: string | undefined;
  readonly status: number;
  readonly scimType: string | undefined;
  readonly detail: string | undefined;
  readonly leniencies: readonly string[];
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
  /** JSON text as JSON.stringify writes it, redacted. */
  readonly requestBody: string | undefined;
  readonly responseBody: string | undefined;
  readonly outcome: RequestOutcome;
  readonly action: RequestAction;
  /** Whom or what it is about, in words. */
  readonly label: string | undefined;
  readonly effects: readonly RequestEffect[];
  readonly agent: RequestAgent;
  readonly tokenId: string | undefined;
  readonly tokenLastFour: string | undefined;
  readonly trace: readonly TraceStep[];
  /** The names of the leniencies, in their order. */
  readonly leniencyNames: readonly string[];
  readonly options: readonly UsedOption[];
  /** By which it is found: see listWords. */
  readonly words: readonly string[];
};

/** The columns with their types, and how each is filled. */
const columns: readonly (readonly [name: string, type: string, read: (entry: RequestLogEntry) => unknown])[] = [
  ["id", "uuid", (entry) => entry.id],
  ["organization_id", "uuid", (entry) => entry.organizationId],
  ["scim_client_id", "uuid", (entry) => entry.scimClientId],
  ["at", "timestamptz", (entry) => entry.at],
  ["duration_ms", "float8", (entry) => entry.durationMs],
  ["method", "text", (entry) => entry.method],
  ["path", "text", (entry) => toStorableText(entry.path)],
  ["operation", "text", (entry) => entry.operation],
  ["resource_type", "text", (entry) => entry.resourceType],
  ["resource_id", "text", (entry) => mapText(entry.resourceId, toStorableText)],
  ["status", "int4", (entry) => entry.status],
  ["scim_type", "text", (entry) => entry.scimType],
  ["detail", "text", (entry) => mapText(entry.detail, toStorableText)],
  // unnest would flatten an array of arrays: each list travels as JSON.
  ["leniencies", "text", (entry) => JSON.stringify(entry.leniencies.map(toStorableText))],
  ["remote_address", "text", (entry) => entry.remoteAddress],
  ["user_agent", "text", (entry) => mapText(entry.userAgent, toStorableText)],
  ["request_body", "text", (entry) => mapText(entry.requestBody, toStorableJson)],
  ["response_body", "text", (entry) => mapText(entry.responseBody, toStorableJson)],
  ["outcome", "text", (entry) => entry.outcome],
  ["action", "text", (entry) => entry.action],
  ["label", "text", (entry) => mapText(entry.label, toStorableText)],
  ["effects", "text", (entry) => toStorableJson(JSON.stringify(entry.effects))],
  ["agent", "text", (entry) => entry.agent],
  ["token_id", "uuid", (entry) => entry.tokenId],
  ["token_last_four", "text", (entry) => entry.tokenLastFour],
  ["trace", "text", (entry) => toStorableJson(JSON.stringify(entry.trace))],
  ["leniency_names", "text", (entry) => JSON.stringify(entry.leniencyNames)],
  ["options", "text", (entry) => JSON.stringify(entry.options)],
  ["search", "text", (entry) => JSON.stringify(entry.words.map(toStorableText))],
];

const selections: Readonly<Record<string, string>> = {
  leniencies: "ARRAY(SELECT json_array_elements_text(leniencies::json))",
  request_body: "request_body::jsonb",
  response_body: "response_body::jsonb",
  effects: "effects::jsonb",
  trace: "trace::jsonb",
  leniency_names: "ARRAY(SELECT json_array_elements_text(leniency_names::json))",
  options: "options::jsonb",
  search: "array_to_tsvector(ARRAY(SELECT json_array_elements_text(search::json)))",
};

const names = columns.map(([name]) => name);
// A batch may be sent again after its answer was lost: what is there already stays.
// What it counts is what it really wrote. Rows and counts are written in the order of their keys, so that two processes never
// wait for each other, and whoever looks at the log just now is told once a batch.
const insertStatement = `
  WITH inserted AS (
    INSERT INTO request_log (${names.join(", ")})
    SELECT ${names.map((name) => selections[name] ?? name).join(", ")}
    FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")}) AS r(${names.join(", ")})
    ORDER BY id
    ON CONFLICT (id) DO NOTHING
    RETURNING organization_id, at, scim_client_id, action, outcome, agent, status, duration_ms
  ), counted AS (
    INSERT INTO request_counts AS c
      (organization_id, hour, scim_client_id, action, outcome, agent, status_class, count, duration_ms, last_at)
    SELECT organization_id, date_bin('1 hour', at, 'epoch'), COALESCE(scim_client_id, '${nilUuid}'), action, outcome,
      agent, status / 100, count(*), sum(duration_ms), max(at)
    FROM inserted WHERE organization_id IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (organization_id, hour, scim_client_id, action, outcome, agent, status_class) DO UPDATE SET
      count = c.count + EXCLUDED.count, duration_ms = c.duration_ms + EXCLUDED.duration_ms,
      last_at = GREATEST(c.last_at, EXCLUDED.last_at)
  )
  SELECT pg_notify('${requestsChannel}', organization_id::text)
  FROM (SELECT DISTINCT organization_id FROM inserted WHERE organization_id IS NOT NULL) AS o`;

/**
 * Writes a batch with one statement. A row that the database refuses for what it holds is reported and left out; the
 * others are written.
 *
 * @throws when the database is not there to be written to
 */
export async function insertRequests(
  database: Pick<Database, "pool">,
  batch: readonly RequestLogEntry[],
): Promise<void> {
  try {
    await insertBatch(database, batch);
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [only] = batch;
    if (batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      await insertRequests(database, batch.slice(0, half));
      await insertRequests(database, batch.slice(half));
    } else if (only !== undefined) {
      log.error("A request could not be logged: the database refuses its row.", {
        requestId: only.id,
        reason: String(error),
      });
    }
  }
}

async function insertBatch(database: Pick<Database, "pool">, batch: readonly RequestLogEntry[]): Promise<void> {
  await database.pool.query({
    name: "insert-requests",
    text: insertStatement,
    values: columns.map(([, , read]) => batch.map(read)),
  });
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation), and 54 (a limit of the program). */
function isDataError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(?:22|23|54)/.test(String(error.code));
}

function mapText(text: string | undefined, change: (text: string) => string): string | undefined {
  return text === undefined ? undefined : change(text);
}
