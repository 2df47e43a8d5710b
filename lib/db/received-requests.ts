import type { Queries } from "./transaction";

const columns = {
  id: true,
  organizationId: true,
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
  outcome: true,
  action: true,
  label: true,
  effects: true,
  agent: true,
  remoteAddress: true,
  userAgent: true,
  leniencies: true,
  leniencyNames: true,
  options: true,
  trace: true,
  tokenId: true,
  tokenLastFour: true,
  requestBody: true,
} as const;

export type ReceivedRow = Awaited<ReturnType<typeof listReceivedRequests>>[number];

/** The latest requests of a SCIM client, the latest first. */
export async function listReceivedRequests(db: Queries, scimClientId: string, limit: number) {
  return await db.requestLog.findMany({
    where: { scimClientId },
    orderBy: { id: "desc" },
    take: limit,
    select: columns,
  });
}

/**
 * The latest requests of which no SCIM client could be told, the latest first: those that called the organization by its own
 * host name, and those of which nothing is known.
 *
 * @param from the id of a request: none earlier
 */
export async function listUnattributedRequests(
  db: Queries,
  organizationId: string,
  { from, limit }: { readonly from: string; readonly limit: number },
): Promise<readonly ReceivedRow[]> {
  const where = { scimClientId: null, id: { gte: from } };
  const query = { orderBy: { id: "desc" }, take: limit, select: columns } as const;
  const own = await db.requestLog.findMany({ where: { ...where, organizationId }, ...query });
  const nobodys = await db.requestLog.findMany({ where: { ...where, organizationId: null }, ...query });
  return [...own, ...nobodys].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
}

/** When a SCIM client first did what, by the hourly counts, which outlive the rows: the beginning of the hour by the action. */
export async function listFirstActions(db: Queries, scimClientId: string): Promise<ReadonlyMap<string, Date>> {
  const firsts = await db.requestCount.groupBy({
    by: ["action"],
    where: { scimClientId, outcome: { in: ["changed", "unchanged", "read"] } },
    _min: { hour: true },
  });
  return new Map(firsts.flatMap(({ action, _min: { hour } }) => (hour === null ? [] : [[action, hour] as const])));
}

/** Which of these tokens were the simulator's. */
export async function listSimulatorTokens(db: Queries, scimClientId: string): Promise<ReadonlySet<string>> {
  const tokens = await db.accessToken.findMany({ where: { scimClientId, forSimulator: true }, select: { id: true } });
  return new Set(tokens.map(({ id }) => id));
}

/** How many organizations there are, sandboxes aside. */
export async function countOrganizations(db: Queries): Promise<number> {
  return await db.organization.count({ where: { sandboxOfId: null } });
}

/**
 * A text that differs when a client's set-up has something new to show.
 *
 * @param watchedId the client whose requests are shown: the client itself, or the one that stands for it in the sandbox
 */
export async function readSetupSignature(
  db: Queries,
  clientId: string,
  watchedId: string,
  organizationId: string,
): Promise<string> {
  const [row] = await db.$queryRaw<{ signature: string }[]>`
    SELECT concat_ws(' ',
      (SELECT id FROM request_log WHERE scim_client_id = ${watchedId}::uuid ORDER BY id DESC LIMIT 1),
      (SELECT id FROM request_log WHERE organization_id = ${organizationId}::uuid AND scim_client_id IS NULL
        ORDER BY id DESC LIMIT 1),
      (SELECT id FROM request_log WHERE organization_id IS NULL ORDER BY id DESC LIMIT 1),
      (SELECT steps_done FROM scim_clients WHERE id = ${clientId}::uuid),
      (SELECT max(coalesce(revoked_at, created)) FROM access_tokens WHERE scim_client_id = ${clientId}::uuid)
    ) AS signature`;
  return row?.signature ?? "";
}
