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

/** Between two values of a column, between the parts of one, and what stands for none. No value contains them. */
const [valueSeparator, partSeparator, none] = ["\u001f", "\u001e", "\u001d"];

type Column = {
  /** Of PostgreSQL, to which the values are cast. */
  readonly type: string;
  readonly read: (entry: RequestLogEntry) => string | undefined;
};

/** What needs no cleaning: an id, a number, a time. */
const plain = (type: string, read: Column["read"]): Column => ({ type, read });
const written = (type: string, write: (value: string) => string, read: Column["read"]): Column => ({
  type,
  read: (entry) => {
    const value = read(entry);
    return value === undefined ? undefined : write(value);
  },
});
const text = (read: Column["read"]) => written("text", clean, read);
const json = (read: Column["read"], type = "jsonb") => written(type, toStorableJson, read);
const list = (read: (entry: RequestLogEntry) => readonly string[], type = "text[]") =>
  plain(type, (entry) => read(entry).map(clean).join(partSeparator));

const columns: Readonly<Record<string, Column>> = {
  id: plain("uuid", (entry) => entry.id),
  organization_id: plain("uuid", (entry) => entry.organizationId),
  scim_client_id: plain("uuid", (entry) => entry.scimClientId),
  at: plain("timestamptz", (entry) => entry.at.toISOString()),
  duration_ms: plain("float8", (entry) => String(entry.durationMs)),
  method: text((entry) => entry.method),
  path: text((entry) => entry.path),
  operation: text((entry) => entry.operation),
  resource_type: text((entry) => entry.resourceType),
  resource_id: text((entry) => entry.resourceId),
  status: plain("int4", (entry) => String(entry.status)),
  scim_type: text((entry) => entry.scimType),
  detail: text((entry) => entry.detail),
  leniencies: list((entry) => entry.leniencies),
  remote_address: text((entry) => entry.remoteAddress),
  user_agent: text((entry) => entry.userAgent),
  request_body: json((entry) => entry.requestBody),
  response_body: json((entry) => entry.responseBody),
  outcome: text((entry) => entry.outcome),
  action: text((entry) => entry.action),
  label: text((entry) => entry.label),
  effects: json((entry) => JSON.stringify(entry.effects)),
  agent: text((entry) => entry.agent),
  token_id: plain("uuid", (entry) => entry.tokenId),
  token_last_four: text((entry) => entry.tokenLastFour),
  trace_text: json((entry) => JSON.stringify(entry.trace), "text"),
  leniency_names: list((entry) => entry.leniencyNames),
  options: json((entry) => JSON.stringify(entry.options)),
  search: list((entry) => entry.words, "tsvector"),
};

const separators = new RegExp(`[${valueSeparator}${partSeparator}${none}]`, "g");

/** What PostgreSQL cannot keep, and separators, become U+FFFD. */
function clean(value: string): string {
  return toStorableText(value).replace(separators, "\uFFFD");
}

/**
 * The values of a column as one text, which PostgreSQL takes apart at a fraction of what an array literal or JSON costs both
 * sides. A last row of nothing is added, since the text of a single empty value would be an array of no values.
 */
function writeColumn({ read }: Column, batch: readonly RequestLogEntry[]): string {
  return [...batch.map((entry) => read(entry) ?? none), none].join(valueSeparator);
}

/** The array of what `writeColumn` wrote as parameter `$n`. Lists stay text: arrays in an array must be of one length. */
function readColumn({ type }: Column, n: number): string {
  const values = `string_to_array($${n}, '${valueSeparator}', '${none}')`;
  return isList(type) ? values : `${values}::${type}[]`;
}

function selectColumn([name, { type }]: [string, Column]): string {
  if (!isList(type)) return name;
  const parts = `string_to_array(${name}, '${partSeparator}')`;
  return type === "tsvector" ? `array_to_tsvector(${parts})` : parts;
}

const isList = (type: string) => type === "text[]" || type === "tsvector";

const names = Object.keys(columns);
// A batch may be sent again after its answer was lost: what is there already stays.
// What it counts is what it really wrote. Rows and counts are written in the order of their keys, so that two processes never
// wait for each other, and whoever looks at the log just now is told once a batch.
const insertStatement = `
  WITH inserted AS (
    INSERT INTO request_log (${names.join(", ")})
    SELECT ${Object.entries(columns).map(selectColumn).join(", ")}
    FROM unnest(${Object.values(columns)
      .map((column, index) => readColumn(column, index + 1))
      .join(", ")}) AS r(${names.join(", ")})
    WHERE id IS NOT NULL
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
    values: Object.values(columns).map((column) => writeColumn(column, batch)),
  });
}

/** SQLSTATE classes 22 (data exception) and 23 (constraint violation), and 54 (a limit of the program). */
function isDataError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(?:22|23|54)/.test(String(error.code));
}
