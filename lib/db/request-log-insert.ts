import type { RequestEffect, UsedOption } from "@/lib/directory/request-record";
import type { RequestAction, RequestAgent, RequestOutcome, TraceStep } from "@/lib/explain/logged-exchange";
import { log } from "@/lib/log";
import type { Database } from "./pool";
import { toStorableJson } from "./storable-text";

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

/** The columns with their types. */
const columns: Readonly<Record<keyof RowValues, string>> = {
  id: "uuid",
  organization_id: "uuid",
  scim_client_id: "uuid",
  at: "timestamptz",
  duration_ms: "float8",
  method: "text",
  path: "text",
  operation: "text",
  resource_type: "text",
  resource_id: "text",
  status: "int4",
  scim_type: "text",
  detail: "text",
  leniencies: "text[]",
  remote_address: "text",
  user_agent: "text",
  outcome: "text",
  action: "text",
  label: "text",
  effects: "jsonb",
  agent: "text",
  token_id: "uuid",
  token_last_four: "text",
  trace: "jsonb",
  leniency_names: "text[]",
  options: "jsonb",
  search: "text[]",
  request_body: "jsonb",
  response_body: "jsonb",
};

type RowValues = ReturnType<typeof readValues> & { request_body: string; response_body: string };

/** What is stored of a request, by column, without its bodies. */
function readValues(entry: RequestLogEntry) {
  return {
    id: entry.id,
    organization_id: entry.organizationId,
    scim_client_id: entry.scimClientId,
    at: entry.at,
    duration_ms: entry.durationMs,
    method: entry.method,
    path: entry.path,
    operation: entry.operation,
    resource_type: entry.resourceType,
    resource_id: entry.resourceId,
    status: entry.status,
    scim_type: entry.scimType,
    detail: entry.detail,
    leniencies: entry.leniencies,
    remote_address: entry.remoteAddress,
    user_agent: entry.userAgent,
    outcome: entry.outcome,
    action: entry.action,
    label: entry.label,
    effects: entry.effects,
    agent: entry.agent,
    token_id: entry.tokenId,
    token_last_four: entry.tokenLastFour,
    trace: entry.trace,
    leniency_names: entry.leniencyNames,
    options: entry.options,
    search: entry.words,
  };
}

/** A row as the JSON object that the statement reads. The bodies are JSON text already. */
function writeRow(entry: RequestLogEntry): string {
  const values = JSON.stringify(readValues(entry));
  const { requestBody = "null", responseBody = "null" } = entry;
  return toStorableJson(`${values.slice(0, -1)},"request_body":${requestBody},"response_body":${responseBody}}`);
}

const names = Object.keys(columns);
// A batch may be sent again after its answer was lost: what is there already stays.
// What it counts is what it really wrote. Rows and counts are written in the order of their keys, so that two processes never
// wait for each other, and whoever looks at the log just now is told once a batch.
const insertStatement = `
  WITH inserted AS (
    INSERT INTO request_log (${names.join(", ")})
    SELECT ${names.map((name) => (name === "search" ? "array_to_tsvector(search)" : name)).join(", ")}
    FROM json_to_recordset($1) AS r(${Object.entries(columns)
      .map((column) => column.join(" "))
      .join(", ")})
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
    values: [`[${batch.map(writeRow).join(",")}]`],
  });
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation), and 54 (a limit of the program). */
function isDataError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(?:22|23|54)/.test(String(error.code));
}
