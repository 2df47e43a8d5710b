import type { Database } from "./pool";

/** The requests of one SCIM client in one hour. */
export type HourOfRequests = {
  readonly scimClientId: string;
  /** The beginning of the hour, in UTC. */
  readonly hour: Date;
  readonly requests: number;
  /** Those of them that were answered with 400 or above. */
  readonly failed: number;
};

/** The requests of the organization's SCIM clients by the hour, the earliest first; hours without any are missing. */
export async function listHoursOfRequests(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  { since, scimClientId }: { readonly since: Date; readonly scimClientId?: string },
): Promise<readonly HourOfRequests[]> {
  const { rows } = await pool.query<{ id: string; hour: Date; requests: string; failed: string }>(
    `SELECT scim_client_id AS id, hour, sum(count) AS requests,
       coalesce(sum(count) FILTER (WHERE status_class >= 4), 0) AS failed
     FROM request_counts
     WHERE organization_id = $1 AND hour >= $2 AND ($3::uuid IS NULL OR scim_client_id = $3)
     GROUP BY 1, 2 ORDER BY 2`,
    [organizationId, since, scimClientId ?? null],
  );
  return rows.map(({ id, hour, requests, failed }) => ({
    scimClientId: id,
    hour,
    requests: Number(requests),
    failed: Number(failed),
  }));
}

/** One of a SCIM client's latest requests. */
export type RecentRequest = {
  readonly scimClientId: string;
  readonly at: Date;
  readonly status: number;
  readonly detail: string | null;
};

/** The latest requests of each SCIM client, the latest first, at most `limit` of each. */
export async function listRecentRequests(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  limit: number,
): Promise<readonly RecentRequest[]> {
  const { rows } = await pool.query<{ id: string; at: Date; status: number; detail: string | null }>(
    `SELECT c.id, r.at, r.status, r.detail
     FROM scim_clients c
     CROSS JOIN LATERAL (
       SELECT at, status, detail FROM request_log WHERE scim_client_id = c.id ORDER BY id DESC LIMIT $2
     ) AS r
     WHERE c.organization_id = $1`,
    [organizationId, limit],
  );
  return rows.map(({ id, ...row }) => ({ scimClientId: id, ...row }));
}

/** How a SCIM client may still get in. */
export type ClientAccessEnd = {
  readonly scimClientId: string;
  /** The last use of any of its tokens. */
  readonly lastUsedAt: Date | null;
  /** When the last of its tokens and secrets that are valid at `now` ends; null: never, undefined: it has none. */
  readonly endsAt: Date | null | undefined;
};

/** Until when the organization's SCIM clients may get in. A trust in a workload identity has no end. */
export async function listAccessEnds(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  now: Date,
): Promise<readonly ClientAccessEnd[]> {
  const { rows } = await pool.query<{
    id: string;
    last_used_at: Date | null;
    is_endless: boolean;
    ends_at: Date | null;
  }>(
    `SELECT c.id, max(k.last_used_at) AS last_used_at,
       coalesce(bool_or(k.is_live AND k.ends_at = 'infinity'), false) AS is_endless,
       max(k.ends_at) FILTER (WHERE k.is_live AND k.ends_at < 'infinity') AS ends_at
     FROM scim_clients c
     LEFT JOIN LATERAL (
       SELECT last_used_at, coalesce(expires_at, 'infinity') AS ends_at,
         revoked_at IS NULL AND coalesce(expires_at, 'infinity') > $2 AND client_secret_id IS NULL
           AND workload_trust_id IS NULL AND NOT for_simulator AS is_live
       FROM access_tokens WHERE scim_client_id = c.id AND NOT for_simulator
       UNION ALL
       SELECT NULL, coalesce(expires_at, 'infinity'), revoked_at IS NULL AND coalesce(expires_at, 'infinity') > $2
       FROM client_secrets WHERE scim_client_id = c.id
       UNION ALL
       SELECT NULL, 'infinity', true FROM workload_trusts WHERE scim_client_id = c.id
     ) AS k ON true
     WHERE c.organization_id = $1
     GROUP BY c.id`,
    [organizationId, now],
  );
  return rows.map(({ id, last_used_at, is_endless, ends_at }) => ({
    scimClientId: id,
    lastUsedAt: last_used_at,
    endsAt: is_endless ? null : (ends_at ?? undefined),
  }));
}
