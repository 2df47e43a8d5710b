import type { Database } from "./pool";
import { joinRequestClient, type RequestRow, requestColumns } from "./request-list";
import type { Queries } from "./transaction";

/** The latest requests of a SCIM client, the latest first. */
export async function listReceivedRequests(
  { pool }: Pick<Database, "pool">,
  scimClientId: string,
  limit: number,
): Promise<readonly RequestRow[]> {
  const { rows } = await pool.query<RequestRow>(
    `SELECT ${requestColumns}, r.request_body FROM request_log r ${joinRequestClient}
     WHERE r.scim_client_id = $1 ORDER BY r.id DESC LIMIT $2`,
    [scimClientId, limit],
  );
  return rows;
}

/** A request of which no SCIM client could be told. */
export type UnattributedRow = RequestRow & { readonly organization_id: string | null };

/**
 * The latest requests of which no SCIM client could be told, the latest first: those that called the organization by its own
 * host name, and those of which nothing is known.
 *
 * @param from the id of a request: none earlier
 */
export async function listUnattributedRequests(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  { from, limit }: { readonly from: string; readonly limit: number },
): Promise<readonly UnattributedRow[]> {
  const select = (which: string) =>
    `(SELECT id FROM request_log WHERE ${which} AND scim_client_id IS NULL AND id >= $2 ORDER BY id DESC LIMIT $3)`;
  const { rows } = await pool.query<UnattributedRow>(
    `SELECT ${requestColumns}, r.organization_id, r.request_body FROM request_log r ${joinRequestClient}
     WHERE r.id IN (${select("organization_id = $1")} UNION ALL ${select("organization_id IS NULL")})
     ORDER BY r.id DESC LIMIT $3`,
    [organizationId, from, limit],
  );
  return rows;
}

/**
 * When a SCIM client first did what, the simulator aside: the beginning of the hour by the action. It is told by the hourly
 * counts, which outlive the rows.
 */
export async function listFirstActions(db: Queries, scimClientId: string): Promise<ReadonlyMap<string, Date>> {
  const firsts = await db.requestCount.groupBy({
    by: ["action"],
    where: { scimClientId, outcome: { in: ["changed", "unchanged", "read"] }, agent: { not: "simulator" } },
    _min: { hour: true },
  });
  return new Map(firsts.flatMap(({ action, _min: { hour } }) => (hour === null ? [] : [[action, hour] as const])));
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
