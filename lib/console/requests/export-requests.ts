import { listRequestRows, type RequestRow } from "@/lib/db/request-list";
import { chooseSearchWay } from "@/lib/db/request-search";
import { nameOfAgent } from "@/lib/explain/caller";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { toPlainText } from "@/lib/explain/sentence";
import type { Access } from "../access";
import { formatCsv } from "../csv";
import type { ActivityQuery } from "./activity-query";
import { createExchange } from "./create-exchange";
import { readWordHashes, resolveActivityQuery } from "./resolve-query";

const pageSize = 500;
const columns = [
  ["at", "sentence", "outcome", "action", "about", "client", "agent", "method", "path", "status", "scimType", "detail"],
  ["durationMs", "resourceType", "resourceId", "remoteAddress", "userAgent", "tokenLastFour", "id"],
].flat();

/** All requests that fit, the latest first, in pieces of a file: CSV has one line a request, NDJSON everything that is known. */
export async function* exportRequests(
  { database, organization }: Access,
  query: ActivityQuery,
  format: "csv" | "ndjson",
  now: Date,
): AsyncGenerator<string> {
  const { filter } = resolveActivityQuery(query, now, () => readWordHashes(organization.id));
  const way = await chooseSearchWay(database, organization.id, filter, {}, "walk");
  if (format === "csv") yield formatCsv([columns]);
  for (let before: string | undefined; ; ) {
    const rows = await listRequestRows(database, organization.id, filter, {
      limit: pageSize,
      way,
      withBodies: format === "ndjson",
      ...(before === undefined ? {} : { before }),
    });
    if (rows.length > 0) yield format === "csv" ? formatCsv(rows.map(createCsvRow)) : rows.map(formatLine).join("");
    before = rows.at(-1)?.id;
    if (before === undefined || rows.length < pageSize) return;
  }
}

function createCsvRow(row: RequestRow): (string | number | null)[] {
  const sentence = toPlainText(describeExchange(createExchange(row)));
  const agent = nameOfAgent(row.agent) ?? "";
  return [
    ...[
      row.at.toISOString(),
      sentence,
      row.outcome,
      row.action,
      row.label,
      row.client_name,
      agent,
      row.method,
      row.path,
    ],
    ...[
      row.status,
      row.scim_type,
      row.detail,
      Math.round(row.duration_ms * 10) / 10,
      row.resource_type,
      row.resource_id,
    ],
    ...[row.remote_address, row.user_agent, row.token_last_four, row.id],
  ];
}

function formatLine(row: RequestRow): string {
  const exchange = createExchange(row);
  const { changes: _notAsked, ...known } = exchange;
  return `${JSON.stringify({ sentence: toPlainText(describeExchange(exchange)), ...known })}\n`;
}
