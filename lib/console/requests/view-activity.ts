import {
  type CountedBar,
  type CountedRequests,
  type CountedRows,
  countBars,
  countByDimensions,
  countRows,
  hasRequests,
} from "@/lib/db/request-counts";
import { listRequestRows, type RequestRow } from "@/lib/db/request-list";
import { chooseSearchWay, findLookEnd, type RequestPosition, type SearchWay } from "@/lib/db/request-search";
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
  /** Where not all were looked at for the counts: how many were, the latest ones, and since when (ISO 8601). */
  readonly looked: { readonly requests: number; readonly since: string } | undefined;
  /** Whether anything has come yet. */
  readonly hasAny: boolean;
  /** Whether new requests would be on the page. */
  readonly isOpen: boolean;
} & (({ readonly kind: "requests" } & RequestPage) | ({ readonly kind: "bursts" } & BurstPage));

const pageSize = 50;

type SearchPosition = RequestPosition & { readonly way: SearchWay };

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
  const way = await chooseSearchWay(database, organization.id, resolved.filter);
  const [counts, clients] = await Promise.all([
    countRequests(access, resolved, way),
    listScimClients(database.prisma, organization.id),
  ]);
  const { filter, barMs, isOpen } = resolved;
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  const total = countFitting(counts.rows, filter);
  // What is not there would be looked for in every row.
  const page = await viewPage(access, query, narrow(resolved, counts.bars), { ...position, way }, total > 0);
  return {
    facets: countFacets(counts.rows, filter, names),
    bars: createBars(counts.bars, filter, barMs),
    total,
    looked: counts.looked && { ...counts.looked, since: counts.looked.since.toISOString() },
    hasAny: total > 0 || (await hasRequests(database, organization.id, scimClientId)),
    isOpen,
    ...page,
  };
}

/**
 * Confines a list to the time between the first and the last bar that has requests. No index leads to a program or a status: without
 * this all requests of a week would be read to find the few of an hour.
 */
function narrow(resolved: ResolvedQuery, bars: readonly CountedBar[]): ResolvedQuery {
  if (resolved.isCountedByRow || bars.length === 0) return resolved;
  const begins = bars.map(({ begin }) => begin.getTime());
  const from = new Date(Math.max(resolved.filter.from.getTime(), Math.min(...begins)));
  const until = new Date(Math.min(resolved.filter.until.getTime(), Math.max(...begins) + resolved.barMs));
  return { ...resolved, filter: { ...resolved.filter, from, until } };
}

async function viewPage(
  access: Access,
  { view }: ActivityQuery,
  resolved: ResolvedQuery,
  position: SearchPosition,
  hasAny: boolean,
): Promise<({ readonly kind: "requests" } & RequestPage) | ({ readonly kind: "bursts" } & BurstPage)> {
  if (view === "bursts") {
    const page = hasAny ? await viewBursts(access, resolved, position) : { bursts: [], older: undefined };
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
  const { database, organization } = access;
  const way = await chooseSearchWay(database, organization.id, resolved.filter);
  const { bars } = await countRequests(access, resolved, way);
  return createBars(bars, resolved.filter, resolved.barMs);
}

async function viewRequests(
  { database, organization }: Access,
  { filter }: ResolvedQuery,
  position: SearchPosition,
): Promise<RequestPage> {
  const found = await listRequestRows(database, organization.id, filter, { ...position, limit: pageSize + 1 });
  const isBackwards = position.after !== undefined;
  const hasMore = found.length > pageSize;
  const shown = hasMore ? (isBackwards ? found.slice(1) : found.slice(0, pageSize)) : found;
  // A look that ended early did not see whether there are more: the next page goes on from there.
  const lookEnd =
    position.way === "look" && !hasMore ? await findLookEnd(database, organization.id, filter, position) : undefined;
  const further = hasMore ? (isBackwards ? shown.at(0)?.id : shown.at(-1)?.id) : lookEnd;
  return {
    rows: shown.map(createActivityRow),
    newer: isBackwards ? further : position.before === undefined ? undefined : shown.at(0)?.id,
    older: isBackwards ? shown.at(-1)?.id : further,
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
  way: SearchWay,
): Promise<{
  readonly rows: readonly CountedRequests[];
  readonly bars: readonly CountedBar[];
  readonly looked?: CountedRows["looked"];
}> {
  if (isCountedByRow) {
    const { rows, looked } = await countRows(database, organization.id, filter, barMs, way);
    return { rows, bars: rows, looked };
  }
  const [rows, bars] = await Promise.all([
    countByDimensions(database, organization.id, filter),
    countBars(database, organization.id, filter, barMs),
  ]);
  return { rows, bars };
}
