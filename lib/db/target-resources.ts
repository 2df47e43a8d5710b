import type { Drift, LinkProblem, ProvisionedType, ResourceLink, SyncJob } from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";
import { Prisma } from "./generated/client";
import { splitWords } from "./people-list";
import type { Database } from "./pool";

const { join, sql } = Prisma;

/** What waits to be done about a resource. */
export type WaitingJob = {
  readonly reason: SyncJob["reason"];
  readonly attempts: number;
  readonly runAt: Date;
  readonly queuedAt: Date;
  /** Held by the breaker until somebody decides. */
  readonly held: boolean;
  readonly requestId: string | undefined;
};

/** A person or group as it stands at a target. */
export type TargetResource = {
  /** Where it stands in the list. */
  readonly position: string;
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  /** Undefined where nothing is linked yet. */
  readonly state: ResourceLink["state"] | undefined;
  readonly remoteId: string | undefined;
  readonly problem: LinkProblem | undefined;
  /** What the last reconcile found changed at the target. */
  readonly drift: Drift;
  readonly syncedAt: Date | undefined;
  readonly deprovisionedAt: Date | undefined;
  readonly deleteAt: Date | undefined;
  readonly job: WaitingJob | undefined;
};

/** Which resources are listed: by how they stand there, or by what waits. */
export type ResourceView =
  | "all"
  | "linked"
  | "deactivated"
  | "left"
  | "ignored"
  | "creating"
  | "inSync"
  | "problems"
  | "conflicts"
  | "invalid"
  | "refused"
  | "drift"
  | "waiting"
  | "failing"
  | "held";

export type ResourceFilter = {
  readonly view: ResourceView;
  readonly resourceType?: ProvisionedType;
  /** Parts of the name by which it is known, or its whole id at the target. */
  readonly text?: string;
};

export type ResourcePage = { readonly after?: string; readonly before?: string; readonly limit: number };

type Row = {
  readonly position: string;
  readonly resource_type: ProvisionedType;
  readonly resource_id: string;
  readonly label: string | null;
  readonly state: ResourceLink["state"] | null;
  readonly remote_id: string | null;
  readonly problem: LinkProblem | null;
  readonly drift: Drift | null;
  readonly synced_at: Date | null;
  readonly deprovisioned_at: Date | null;
  readonly delete_at: Date | null;
  readonly reason: SyncJob["reason"] | null;
  readonly attempts: number | null;
  readonly run_at: Date | null;
  readonly queued_at: Date | null;
  readonly held: boolean | null;
  readonly request_id: string | null;
};

const columns = sql`l.state::text AS state, l.remote_id, l.problem, l.drift, l.synced_at, l.deprovisioned_at, l.delete_at,
  j.reason, j.attempts, j.run_at, j.queued_at, j.held, j.request_id,
  COALESCE(u.full_name, g.display_name, l.label) AS label`;

const names = sql`LEFT JOIN users u ON u.id = k.resource_id AND k.resource_type = 'User'
  LEFT JOIN groups g ON g.id = k.resource_id AND k.resource_type = 'Group'`;

/**
 * One page of the resources of a target. Those that wait are read from the jobs, the resource that waits longest first; others
 * from the links, the latest first. A page before a position is read backwards and turned round.
 *
 * @returns up to one row more than `limit`, at the far end, which tells that there are more
 */
export async function listTargetResources(
  { pool }: Pick<Database, "pool">,
  targetId: string,
  filter: ResourceFilter,
  page: ResourcePage,
): Promise<readonly TargetResource[]> {
  const isOfJobs = ["waiting", "failing", "held"].includes(filter.view);
  const { text, values } = isOfJobs ? selectJobs(targetId, filter, page) : selectLinks(targetId, filter, page);
  const { rows } = await pool.query<Row>(text, values);
  const resources = rows.map(readRow);
  return page.before === undefined ? resources : resources.reverse();
}

function selectLinks(targetId: string, { view, resourceType, text }: ResourceFilter, page: ResourcePage): Prisma.Sql {
  const isBackwards = page.before !== undefined;
  const direction = isBackwards ? sql`ASC` : sql`DESC`;
  const conditions = [
    sql`l.target_id = ${targetId}::uuid`,
    ...(resourceType === undefined ? [] : [sql`l.resource_type = ${resourceType}`]),
    ...(page.after === undefined ? [] : [sql`l.id < ${page.after}::uuid`]),
    ...(page.before === undefined ? [] : [sql`l.id > ${page.before}::uuid`]),
    ...selectText(text),
    ...selectView(view),
  ];
  return sql`
    SELECT k.id AS position, k.resource_type, k.resource_id, ${columns}
    FROM (SELECT l.id, l.resource_type, l.resource_id FROM resource_links l
      WHERE ${join(conditions, " AND ")} ORDER BY l.id ${direction} LIMIT ${page.limit + 1}) k
    JOIN resource_links l ON l.id = k.id
    LEFT JOIN sync_jobs j ON j.target_id = l.target_id AND j.resource_type = l.resource_type AND j.resource_id = l.resource_id
    ${names} ORDER BY k.id ${direction}`;
}

function selectText(text: string | undefined): readonly Prisma.Sql[] {
  const words = splitWords(text);
  if (text === undefined || words.length === 0) return [];
  const holds = join(
    words.map((word) => sql`strpos(lower(l.label), ${word}) > 0`),
    " AND ",
  );
  return [sql`(${holds} OR l.remote_id = ${text.trim()})`];
}

function selectView(view: ResourceView): readonly Prisma.Sql[] {
  switch (view) {
    case "linked":
    case "deactivated":
    case "left":
    case "ignored":
    case "creating":
      return [sql`l.state = ${view}::resource_link_state`];
    case "inSync":
      return [sql`l.state = 'linked' AND l.problem IS NULL AND COALESCE(l.drift, '[]') = '[]'`];
    case "invalid":
    case "refused":
      return [sql`l.problem ->> 'kind' = ${view} AND l.state <> 'ignored'`];
    case "problems":
      return [sql`l.problem IS NOT NULL AND l.state <> 'ignored'`];
    case "conflicts":
      return [sql`l.problem ->> 'kind' = 'conflict' AND l.state <> 'ignored'`];
    case "drift":
      return [sql`l.drift IS NOT NULL AND l.drift <> '[]'`];
    default:
      return [];
  }
}

/** A position among jobs is when one was queued, and which it is. */
function selectJobs(targetId: string, { view, resourceType, text }: ResourceFilter, page: ResourcePage): Prisma.Sql {
  const isBackwards = page.before !== undefined;
  const direction = isBackwards ? sql`DESC` : sql`ASC`;
  const place = page.after ?? page.before;
  const words = splitWords(text);
  const conditions = [
    sql`j.target_id = ${targetId}::uuid`,
    ...(resourceType === undefined ? [] : [sql`j.resource_type = ${resourceType}`]),
    ...(view === "held" ? [sql`j.held`] : []),
    ...(view === "failing" ? [sql`j.attempts > 0 AND NOT j.held`] : []),
    ...(place === undefined ? [] : [beyondPlace(place, isBackwards)]),
    ...words.map(
      (word) => sql`EXISTS (
        SELECT 1 FROM users n WHERE n.id = j.resource_id AND strpos(lower(n.full_name), ${word}) > 0
        UNION ALL SELECT 1 FROM groups n WHERE n.id = j.resource_id AND strpos(lower(n.display_name), ${word}) > 0
        UNION ALL SELECT 1 FROM resource_links n WHERE n.target_id = j.target_id AND n.resource_id = j.resource_id
          AND strpos(lower(n.label), ${word}) > 0)`,
    ),
  ];
  return sql`
    SELECT to_char(k.queued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || k.resource_id AS position,
      k.resource_type, k.resource_id, ${columns}
    FROM (SELECT j.queued_at, j.resource_type, j.resource_id FROM sync_jobs j
      WHERE ${join(conditions, " AND ")} ORDER BY j.queued_at ${direction}, j.resource_id ${direction}
      LIMIT ${page.limit + 1}) k
    JOIN sync_jobs j ON j.target_id = ${targetId}::uuid AND j.resource_type = k.resource_type AND j.resource_id = k.resource_id
    LEFT JOIN resource_links l ON l.target_id = j.target_id AND l.resource_id = j.resource_id
    ${names} ORDER BY k.queued_at ${direction}, k.resource_id ${direction}`;
}

function beyondPlace(place: string, isBackwards: boolean): Prisma.Sql {
  const [at = "", id = ""] = place.split(" ");
  const position = sql`(${at}::timestamptz, ${id}::uuid)`;
  return isBackwards
    ? sql`(j.queued_at, j.resource_id) < ${position}`
    : sql`(j.queued_at, j.resource_id) > ${position}`;
}

/** How many resources there are in a view, counted up to `most` and one more. */
export async function countTargetResources(
  { pool }: Pick<Database, "pool">,
  targetId: string,
  filter: ResourceFilter,
  most: number,
): Promise<number> {
  const isOfJobs = ["waiting", "failing", "held"].includes(filter.view);
  const limit = { limit: most };
  const found = isOfJobs ? selectJobs(targetId, filter, limit) : selectLinks(targetId, filter, limit);
  const { text, values } = sql`SELECT count(*)::int AS count FROM (${found}) found`;
  return (await pool.query<{ count: number }>(text, values)).rows[0]?.count ?? 0;
}

/** A resource of a target with what was sent and received. */
export type TargetResourceDetails = TargetResource & {
  readonly sent: JsonObject | undefined;
  readonly received: JsonObject | undefined;
  readonly etag: string | undefined;
  /** How many members the target has confirmed. */
  readonly members: number;
  /** Whether the person or group is still in Roster. */
  readonly isHere: boolean;
};

/** One resource as it stands at a target; undefined when neither a link nor a job nor the resource itself is there. */
export async function findTargetResource(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  targetId: string,
  resourceType: ProvisionedType,
  resourceId: string,
): Promise<TargetResourceDetails | undefined> {
  const { text, values } = sql`
    SELECT '' AS position, k.resource_type, k.resource_id, ${columns}, l.sent, l.received, l.etag,
      (SELECT count(*)::int FROM resource_link_members m WHERE m.link_id = l.id AND m.is_certain) AS members,
      COALESCE(u.id, g.id) IS NOT NULL AS is_here, l.id IS NOT NULL OR j.resource_id IS NOT NULL AS is_known
    FROM (SELECT ${resourceType}::text AS resource_type, ${resourceId}::uuid AS resource_id) k
    LEFT JOIN resource_links l ON l.target_id = ${targetId}::uuid AND l.resource_type = k.resource_type
      AND l.resource_id = k.resource_id
    LEFT JOIN sync_jobs j ON j.target_id = ${targetId}::uuid AND j.resource_type = k.resource_type
      AND j.resource_id = k.resource_id
    LEFT JOIN users u ON u.id = k.resource_id AND k.resource_type = 'User' AND u.organization_id = ${organizationId}::uuid
    LEFT JOIN groups g ON g.id = k.resource_id AND k.resource_type = 'Group' AND g.organization_id = ${organizationId}::uuid`;
  const { rows } = await pool.query<
    Row & {
      readonly sent: JsonObject | null;
      readonly received: JsonObject | null;
      readonly etag: string | null;
      readonly members: number;
      readonly is_here: boolean;
      readonly is_known: boolean;
    }
  >(text, values);
  const row = rows[0];
  if (row === undefined || (!row.is_here && !row.is_known)) return undefined;
  return {
    ...readRow(row),
    sent: row.sent ?? undefined,
    received: row.received ?? undefined,
    etag: row.etag ?? undefined,
    members: row.members,
    isHere: row.is_here,
  };
}

/** A resource as it stands at each target of the organization. */
export type ResourceAtTarget = TargetResource & { readonly targetId: string; readonly targetName: string };

/** How one person or group stands at every target, by the targets' names: for its own page. */
export async function listTargetsOfResource(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  resourceType: ProvisionedType,
  resourceId: string,
): Promise<readonly ResourceAtTarget[]> {
  const { text, values } = sql`
    SELECT '' AS position, k.resource_type, k.resource_id, ${columns}, t.id AS target_id, t.name AS target_name
    FROM targets t
    CROSS JOIN (SELECT ${resourceType}::text AS resource_type, ${resourceId}::uuid AS resource_id) k
    LEFT JOIN resource_links l ON l.target_id = t.id AND l.resource_type = k.resource_type AND l.resource_id = k.resource_id
    LEFT JOIN sync_jobs j ON j.target_id = t.id AND j.resource_type = k.resource_type AND j.resource_id = k.resource_id
    ${names}
    WHERE t.organization_id = ${organizationId}::uuid ORDER BY t.name_folded`;
  const { rows } = await pool.query<Row & { readonly target_id: string; readonly target_name: string }>(text, values);
  return rows.map((row) => ({ ...readRow(row), targetId: row.target_id, targetName: row.target_name }));
}

function readRow(row: Row): TargetResource {
  return {
    position: row.position,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    label: row.label ?? row.resource_id,
    state: row.state ?? undefined,
    remoteId: row.remote_id ?? undefined,
    problem: row.problem ?? undefined,
    drift: row.drift ?? [],
    syncedAt: row.synced_at ?? undefined,
    deprovisionedAt: row.deprovisioned_at ?? undefined,
    deleteAt: row.delete_at ?? undefined,
    job: readJob(row),
  };
}

function readJob({ reason, attempts, run_at, queued_at, held, request_id }: Row): WaitingJob | undefined {
  if (reason === null || run_at === null || queued_at === null) return undefined;
  return {
    reason,
    attempts: attempts ?? 0,
    runAt: run_at,
    queuedAt: queued_at,
    held: held === true,
    requestId: request_id ?? undefined,
  };
}
