import type { Database } from "./pool";

/**
 * How many people and groups a SCIM client provisions: the people whom it knows by an external id, and the groups that it
 * knows so or made. Okta sends no external ids of groups.
 */
export type ClientFigures = {
  readonly scimClientId: string;
  readonly activePeople: number;
  readonly inactivePeople: number;
  readonly groups: number;
};

/**
 * What every SCIM client of the organization provisions. All people are counted in an index, and apart those who are inactive,
 * who are few.
 */
export async function listClientFigures(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
): Promise<readonly ClientFigures[]> {
  const { rows } = await pool.query<{ id: string; active: string; inactive: string; groups: string }>(
    `SELECT id, coalesce(sum(active), 0) AS active, coalesce(sum(inactive), 0) AS inactive, coalesce(sum(groups), 0) AS groups
     FROM (
       SELECT c.id, known.people AS active, 0 AS inactive, 0 AS groups FROM scim_clients c
       CROSS JOIN LATERAL (SELECT count(*) AS people FROM user_external_ids e WHERE e.scim_client_id = c.id) known
       WHERE c.organization_id = $1
       UNION ALL
       SELECT e.scim_client_id, -count(*), count(*), 0 FROM users u JOIN user_external_ids e ON e.user_id = u.id
       WHERE u.organization_id = $1 AND NOT u.active GROUP BY 1
       UNION ALL
       SELECT scim_client_id, 0, 0, count(*) FROM (
         SELECT scim_client_id, group_id FROM group_external_ids WHERE organization_id = $1
         UNION
         SELECT made.actor_id, g.id FROM groups g CROSS JOIN LATERAL (
           SELECT actor_id FROM resource_changes c
           WHERE c.resource_id = g.id AND c.kind = 'created' AND c.actor_kind = 'scimClient' ORDER BY c.id LIMIT 1
         ) AS made
         WHERE g.organization_id = $1
       ) AS provisioned GROUP BY 1
     ) AS counted
     GROUP BY id`,
    [organizationId],
  );
  return rows.map(({ id, active, inactive, groups }) => ({
    scimClientId: id,
    activePeople: Number(active),
    inactivePeople: Number(inactive),
    groups: Number(groups),
  }));
}

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
