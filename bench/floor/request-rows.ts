import type { Pool } from "pg";

export type RequestRow = {
  readonly id: string;
  readonly at: Date;
  readonly durationMs: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly resourceId: string | undefined;
  readonly status: number;
  readonly userAgent: string | undefined;
  readonly requestBody: string | undefined;
  readonly responseBody: string | undefined;
};

const writeEveryMs = 200;
const batchRows = 500;
/** As much of a body as Roster keeps. */
const maxCharacters = 64 * 1024;

const insert = `
  INSERT INTO request_log (id, organization_id, scim_client_id, at, duration_ms, method, path, operation, resource_type,
                           resource_id, status, leniencies, remote_address, user_agent, request_body, response_body,
                           outcome, action, label, search)
  SELECT id, $1, $2, at, duration_ms, method, path, operation, resource_type, resource_id, status, '{}', '127.0.0.1',
         user_agent, request_body::jsonb, response_body::jsonb, outcome, operation, resource_id,
         array_to_tsvector(regexp_split_to_array(words, ' '))
  FROM unnest($3::uuid[], $4::timestamptz[], $5::float8[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
              $11::int4[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
    AS r(id, at, duration_ms, method, path, operation, resource_type, resource_id, status, user_agent, request_body,
         response_body, outcome, words)`;

const readers: readonly ((row: RequestRow) => unknown)[] = [
  (row) => row.id,
  (row) => row.at,
  (row) => row.durationMs,
  (row) => row.method,
  (row) => row.path,
  (row) => row.operation,
  (row) => (row.path.startsWith("/Groups") ? "Group" : "User"),
  (row) => row.resourceId,
  (row) => row.status,
  (row) => row.userAgent,
  (row) => shorten(row.requestBody),
  (row) => shorten(row.responseBody),
  (row) => (row.method === "GET" ? "read" : "changed"),
  (row) =>
    `${row.operation} ${row.resourceId ?? ""} ${decodeURIComponent(row.path)}`.replaceAll(/[^\w.@-]+/g, " ").trim(),
];

/** Keeps request rows and writes them together, off the path of the requests, as Roster does. */
export function createRequestRows(
  pool: Pool,
  organizationId: string,
  scimClientId: string,
): { add: (row: RequestRow) => void; flush: () => Promise<void> } {
  let rows: RequestRow[] = [];
  const flush = async (): Promise<void> => {
    const batch = rows;
    rows = [];
    if (batch.length === 0) return;
    const values = [organizationId, scimClientId, ...readers.map((read) => batch.map(read))];
    await pool.query({ name: "request", text: insert, values });
  };
  const flushAndReport = (): void => {
    flush().catch((error: unknown) => process.stderr.write(`The floor's request rows: ${String(error)}\n`));
  };
  setInterval(flushAndReport, writeEveryMs).unref();
  return {
    add: (row) => {
      rows.push(row);
      if (rows.length >= batchRows) flushAndReport();
    },
    flush,
  };
}

function shorten(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= maxCharacters) return text;
  return JSON.stringify({ truncated: true, characters: text.length, beginning: text.slice(0, maxCharacters) });
}
