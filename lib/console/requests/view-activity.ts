import {
  type CountedBar,
  type CountedRequests,
  countBars,
  countByDimensions,
  countRows,
  hasRequests,
  mostCounted,
} from "@/lib/db/request-counts";
import { listRequestRows, type RequestPosition, type RequestRow } from "@/lib/db/request-list";
import { listScimClients } from "@/lib/db/scim-clients";
import { describeExchange } from "@/lib/explain/describe-exchange";
import type { RequestOutcome } from "@/lib/explain/logged-exchange";
import type { Sentence } from "@/lib/explain/sentence";
import type { Access } from "../access";
import type { ActivityQuery } from "./activity-query";
import { createExchange } from "./create-exchange";
import { countFacets, countFitting, type Facets } from "./facets";
import { createBars, type HistogramBar } from "./histogram";
import { type ResolvedQuery, readWordHashes, resolveActivityQuery } from "./resolve-query";
import { type BurstPage, viewBursts } from "./view-bursts";
import { actionWords } from "./words";

/** One request in a list. */
export type ActivityRow = {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly sentence: Sentence;
  readonly outcome: RequestOutcome;
  readonly operation: string;
  readonly client: { readonly id: string; readonly name: string } | undefined;
  readonly status: number;
  readonly durationMs: number;
};

export type RequestPage = {
  readonly rows: readonly ActivityRow[];
  readonly newer: string | undefined;
  readonly older: string | undefined;
};

export type Activity = {
  readonly facets: Facets;
  readonly bars: readonly HistogramBar[];
  readonly total: number;
  /** Whether there are more than were counted. */
  readonly isCapped: boolean;
  /** Whether anything has come yet. */
  readonly hasAny: boolean;
  /** Whether new requests would be on the page. */
  readonly isOpen: boolean;
} & (({ readonly kind: "requests" } & RequestPage) | ({ readonly kind: "bursts" } & BurstPage));

const pageSize = 50;

/**
 * A page of the activity: the requests that fit, and how many there are of each kind.
 *
 * @param scimClientId on the page of one client, whose requests alone are meant by hasAny
 */
export async function viewActivity(
  access: Access,
  query: ActivityQuery,
  position: RequestPosition,
  now: Date,
  scimClientId?: string,
): Promise<Activity> {
  const { database, organization } = access;
  const resolved = resolveActivityQuery(query, now, () => readWordHashes(organization.id));
  const [counts, clients] = await Promise.all([
    countRequests(access, resolved),
    listScimClients(database.prisma, organization.id),
  ]);
  const { filter, barMs, isOpen, isCountedByRow } = resolved;
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  const total = countFitting(counts.rows, filter);
  // What is not there would be looked for in every row.
  const page = await viewPage(access, query, resolved, position, total > 0);
  return {
    facets: countFacets(counts.rows, filter, names),
    bars: createBars(counts.bars, filter, barMs),
    total,
    isCapped: isCountedByRow && total >= mostCounted,
    hasAny: total > 0 || (await hasRequests(database, organization.id, scimClientId)),
    isOpen,
    ...page,
  };
}

async function viewPage(
  access: Access,
  { view }: ActivityQuery,
  resolved: ResolvedQuery,
  position: RequestPosition,
  hasAny: boolean,
): Promise<({ readonly kind: "requests" } & RequestPage) | ({ readonly kind: "bursts" } & BurstPage)> {
  if (view === "bursts") {
    const page = hasAny ? await viewBursts(access, resolved, position.before) : { bursts: [], older: undefined };
    return { kind: "bursts", ...page };
  }
  const nothing = { rows: [], newer: undefined, older: undefined };
  return { kind: "requests", ...(hasAny ? await viewRequests(access, resolved, position) : nothing) };
}

/** The latest requests that fit, and no count of them: for a page that shows a few beside other things. */
export async function listLatestActivity(
  access: Access,
  query: ActivityQuery,
  limit: number,
  now: Date,
): Promise<readonly ActivityRow[]> {
  const { filter } = resolveActivityQuery(query, now, () => readWordHashes(access.organization.id));
  const { database, organization } = access;
  return (await listRequestRows(database, organization.id, filter, { limit })).map(createActivityRow);
}

/** How many requests fit, as the bars of a histogram. */
export async function countActivityBars(
  access: Access,
  query: ActivityQuery,
  now: Date,
): Promise<readonly HistogramBar[]> {
  const resolved = resolveActivityQuery(query, now, () => readWordHashes(access.organization.id));
  const { bars } = await countRequests(access, resolved);
  return createBars(bars, resolved.filter, resolved.barMs);
}

async function viewRequests(
  { database, organization }: Access,
  { filter }: ResolvedQuery,
  position: RequestPosition,
): Promise<RequestPage> {
  const found = await listRequestRows(database, organization.id, filter, { ...position, limit: pageSize + 1 });
  const isBackwards = position.after !== undefined;
  const hasMore = found.length > pageSize;
  const shown = hasMore ? (isBackwards ? found.slice(1) : found.slice(0, pageSize)) : found;
  return {
    rows: shown.map(createActivityRow),
    newer: (isBackwards ? hasMore : position.before !== undefined) ? shown.at(0)?.id : undefined,
    older: isBackwards || hasMore ? shown.at(-1)?.id : undefined,
  };
}

/** A request as a list shows it. */
export function createActivityRow(row: RequestRow): ActivityRow {
  const exchange = createExchange(row);
  return {
    id: row.id,
    at: row.at.toISOString(),
    sentence: describeExchange(exchange),
    outcome: row.outcome,
    operation: actionWords[row.action],
    client: exchange.client && { id: exchange.client.id, name: exchange.client.name },
    status: row.status,
    durationMs: row.duration_ms,
  };
}

async function countRequests(
  { database, organization }: Access,
  { filter, barMs, isCountedByRow }: ResolvedQuery,
): Promise<{ readonly rows: readonly CountedRequests[]; readonly bars: readonly CountedBar[] }> {
  if (isCountedByRow) {
    const rows = await countRows(database, organization.id, filter, barMs);
    return { rows, bars: rows };
  }
  const [rows, bars] = await Promise.all([
    countByDimensions(database, organization.id, filter),
    countBars(database, organization.id, filter, barMs),
  ]);
  return { rows, bars };
}
