import type { Database } from "./pool";
import { type RequestFilter, type SqlCondition, writeRequestCondition, writeWordCondition } from "./request-filter";

/** Where a page of the log begins: after the request `before` on the way to earlier ones, or just later than `after`. */
export type RequestPosition = { readonly before?: string; readonly after?: string };

/**
 * How the requests that hold some words are found: by the index of words, which reads all of them; by looking at the latest
 * `mostLooked` that fit otherwise; or by looking at one after another until there are enough.
 */
export type SearchWay = "index" | "look" | "walk";

/** So many requests are looked at one by one, and no more, for a page and its counts: some 30 ms. */
export const mostLooked = 5_000;
/** Of what fewer of those hold, there is so little that the index reads all of it as fast. */
const fewHits = 10;

/**
 * How to search. PostgreSQL's own estimate is no help: for a word that it does not know it is the same, however rare the word, and
 * it reads millions of rows in the order of the log for what is in none. So the latest requests are looked at first, which is over
 * at once where many hold the words.
 *
 * @param frequent how what is frequent is found: with an end, or until there is enough of it
 */
export async function chooseSearchWay(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter,
  position: RequestPosition = {},
  frequent: "look" | "walk" = "look",
): Promise<SearchWay> {
  if (!hasWords(filter)) return "walk";
  const { text, values } = selectRequestIds(organizationId, filter, { ...position, limit: fewHits, way: "look" });
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM (${text}) AS hits`, [
    ...values,
  ]);
  return (rows[0]?.count ?? 0) < fewHits ? "index" : frequent;
}

/** Whether requests are searched for what stands in them. */
function hasWords({ words, resourceId }: RequestFilter): boolean {
  return words !== undefined || resourceId !== undefined;
}

type Page = RequestPosition & { readonly limit: number; readonly way: SearchWay };

/** The ids of a page, the nearest to its position first. */
export function selectRequestIds(organizationId: string, filter: RequestFilter, page: Page): SqlCondition {
  const { limit, way } = page;
  const order = page.after === undefined ? "DESC" : "ASC";
  if (way === "index") {
    // On its own, lest PostgreSQL goes through the log in its order instead.
    const condition = writeRequestCondition(organizationId, filter);
    const values = [...condition.values];
    const places = writePlaces(page, values);
    const where = [condition.text, ...places].join(" AND ");
    const hits = `WITH hits AS MATERIALIZED (SELECT id FROM request_log WHERE ${where}) SELECT id FROM hits`;
    return { text: `SELECT id FROM (${hits}) AS hits ORDER BY id ${order} LIMIT $${values.push(limit)}`, values };
  }
  const isBounded = way === "look" && hasWords(filter);
  const columns = hasWords(filter) ? "id, search" : "id";
  const candidates = selectCandidates(organizationId, filter, columns, {
    ...page,
    limit: isBounded ? mostLooked : hasWords(filter) ? undefined : limit,
  });
  if (!hasWords(filter)) return candidates;
  const values = [...candidates.values];
  const held = writeWordCondition(filter, values).map((part) => `(${part}) IS TRUE`);
  const text = `SELECT id FROM (${candidates.text}) AS looked WHERE ${held.join(" AND ")}
    ORDER BY id ${order} LIMIT $${values.push(limit)}`;
  return { text, values };
}

/**
 * What fits but for the words, in the order of the log. Outcomes are looked up one by one, each in the order of its index: among many
 * unchanged requests the few others are found without reading them.
 *
 * @param columns of request_log; `id` must be one
 */
export function selectCandidates(
  organizationId: string,
  filter: RequestFilter,
  columns: string,
  page: RequestPosition & { readonly limit: number | undefined },
): SqlCondition {
  const { outcomes } = filter;
  const condition = writeRequestCondition(organizationId, filter, { outcomes: outcomes !== undefined, words: true });
  const values = [...condition.values];
  const where = [condition.text, ...writePlaces(page, values)].join(" AND ");
  const limit = page.limit === undefined ? "" : `LIMIT $${values.push(page.limit)}`;
  const ordered = `ORDER BY id ${page.after === undefined ? "DESC" : "ASC"} ${limit}`;
  const select = `SELECT ${columns} FROM request_log WHERE ${where}`;
  if (outcomes === undefined) return { text: `${select} ${ordered}`, values };
  const parts = outcomes.map((outcome) => `(${select} AND outcome = $${values.push(outcome)} ${ordered})`);
  return { text: `SELECT ${columns} FROM (${parts.join(" UNION ALL ")}) AS parts ${ordered}`, values };
}

function writePlaces({ before, after }: RequestPosition, values: unknown[]): readonly string[] {
  return [
    ...(before === undefined ? [] : [`id < $${values.push(before)}::uuid`]),
    ...(after === undefined ? [] : [`id > $${values.push(after)}::uuid`]),
  ];
}

/** Where a look ended before all were looked at: the request to go on from. */
export async function findLookEnd(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  filter: RequestFilter,
  position: RequestPosition,
): Promise<string | undefined> {
  const { text, values } = selectCandidates(organizationId, filter, "id", { ...position, limit: mostLooked });
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM (${text}) AS looked ORDER BY id ${position.after === undefined ? "DESC" : "ASC"} OFFSET ${mostLooked - 1}`,
    [...values],
  );
  return rows[0]?.id;
}
