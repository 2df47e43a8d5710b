import type { Queries } from "./transaction";

const columns = {
  id: true,
  scimClientId: true,
  at: true,
  durationMs: true,
  method: true,
  path: true,
  operation: true,
  resourceType: true,
  resourceId: true,
  status: true,
  scimType: true,
  detail: true,
  leniencies: true,
  remoteAddress: true,
  userAgent: true,
  requestBody: true,
  responseBody: true,
  outcome: true,
  action: true,
  label: true,
  effects: true,
  agent: true,
  tokenId: true,
  tokenLastFour: true,
  trace: true,
  traceText: true,
  leniencyNames: true,
  options: true,
} as const;

/**
 * Requests of an organization in the order in which they began.
 *
 * @param options.after the id of a request: those after it, the earliest first; without it the latest `limit` requests
 */
export async function listRequests(
  db: Queries,
  organizationId: string,
  options: { readonly after?: string; readonly limit: number },
) {
  const { after, limit } = options;
  if (after !== undefined) {
    const later = await db.requestLog.findMany({
      where: { organizationId, id: { gt: after } },
      select: columns,
      orderBy: { id: "asc" },
      take: limit,
    });
    return later.map(readTrace);
  }
  const latest = await db.requestLog.findMany({
    where: { organizationId },
    select: columns,
    orderBy: { id: "desc" },
    take: limit,
  });
  return latest.reverse().map(readTrace);
}

/** The row with its trace, wherever that is kept. */
function readTrace<Row extends { trace: unknown; traceText: string | null }>({ traceText, ...row }: Row) {
  return traceText === null ? row : { ...row, trace: JSON.parse(traceText) };
}
