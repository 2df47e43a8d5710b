import { log } from "@/lib/log";
import type { Database } from "./pool";
import { toStorableJson, toStorableText } from "./storable-text";

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
];

const selections: Readonly<Record<string, string>> = {
  leniencies: "ARRAY(SELECT json_array_elements_text(leniencies::json))",
  request_body: "request_body::jsonb",
  response_body: "response_body::jsonb",
};

const names = columns.map(([name]) => name);
// A batch may be sent again after its answer was lost: what is there already stays.
const insertStatement = `
  INSERT INTO request_log (${names.join(", ")})
  SELECT ${names.map((name) => selections[name] ?? name).join(", ")}
  FROM unnest(${columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ")}) AS r(${names.join(", ")})
  ON CONFLICT (id) DO NOTHING`;

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
