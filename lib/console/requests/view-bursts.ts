import { listSlimRequests } from "@/lib/db/request-list";
import { findLookEnd, type SearchWay } from "@/lib/db/request-search";
import type { Access } from "../access";
import { createBurstGrouping, type RequestBurst } from "./group-bursts";
import type { ResolvedQuery } from "./resolve-query";

const burstsOnPage = 25;
const readAtOnce = 1_000;
/** More are not read for one page; the burst goes on on the next. */
const mostRead = 5_000;

export type BurstPage = {
  readonly bursts: readonly RequestBurst[];
  /** The id of the request after which the next page begins. */
  readonly older: string | undefined;
};

/** A page of the requests that fit, those of one client that followed each other closely as one. */
export async function viewBursts(
  { database, organization }: Access,
  { filter }: ResolvedQuery,
  { before, way }: { readonly before?: string; readonly way: SearchWay },
): Promise<BurstPage> {
  const grouping = createBurstGrouping(burstsOnPage);
  let last = before;
  for (let read = 0; read < mostRead; read += readAtOnce) {
    const page = { limit: readAtOnce, way, ...(last === undefined ? {} : { before: last }) };
    const requests = await listSlimRequests(database, organization.id, filter, page);
    for (const request of requests) {
      if (!grouping.take(request)) return { bursts: grouping.list(), older: last };
      last = request.id;
    }
    if (requests.length < readAtOnce) {
      const position = page.before === undefined ? {} : { before: page.before };
      const older = way === "look" ? await findLookEnd(database, organization.id, filter, position) : undefined;
      return { bursts: grouping.list(), older };
    }
  }
  return { bursts: grouping.list(), older: last };
}
