import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { Prisma } from "./generated/client";
import type { Database } from "./pool";
import type { Queries } from "./transaction";

const { join, sql } = Prisma;

/** What a reconcile saw at a target that Roster does not manage. */
export type UnmanagedRow = {
  readonly resourceType: ProvisionedType;
  readonly remoteId: string;
  readonly label: string;
  readonly externalId: string | undefined;
  readonly active: boolean | undefined;
  /** The resource of ours that it seems to be. */
  readonly match: { readonly id: string; readonly label: string } | undefined;
  readonly ignored: boolean;
  readonly seenAt: Date;
};

type Row = {
  readonly resource_type: ProvisionedType;
  readonly remote_id: string;
  readonly label: string;
  readonly external_id: string | null;
  readonly active: boolean | null;
  readonly ignored: boolean;
  readonly seen_at: Date;
  readonly match_id: string | null;
  readonly match_label: string | null;
};

/**
 * One page of what is at a target and not ours, by type and id there.
 *
 * @param page.after the type and the id of the last one of the page before, with a space between them
 */
export async function listUnmanaged(
  { pool }: Pick<Database, "pool">,
  targetId: string,
  filter: { readonly ignored: boolean; readonly resourceType?: ProvisionedType; readonly text?: string },
  page: { readonly limit: number; readonly after?: string },
): Promise<readonly UnmanagedRow[]> {
  const [afterType = "", ...afterId] = (page.after ?? "").split(" ");
  const conditions = [
    sql`r.target_id = ${targetId}::uuid AND r.ignored = ${filter.ignored}`,
    ...(filter.resourceType === undefined ? [] : [sql`r.resource_type = ${filter.resourceType}`]),
    ...(filter.text === undefined || filter.text.trim() === ""
      ? []
      : [sql`strpos(lower(r.label), ${filter.text.trim().toLowerCase()}) > 0`]),
    ...(page.after === undefined ? [] : [sql`(r.resource_type, r.remote_id) > (${afterType}, ${afterId.join(" ")})`]),
  ];
  const { text, values } = sql`
    SELECT r.resource_type, r.remote_id, r.label, r.external_id, r.active, r.ignored, r.seen_at,
      COALESCE(u.id, g.id) AS match_id, COALESCE(u.full_name, g.display_name) AS match_label
    FROM unmanaged_resources r
    LEFT JOIN users u ON u.id = r.matches_id AND r.resource_type = 'User'
    LEFT JOIN groups g ON g.id = r.matches_id AND r.resource_type = 'Group'
    WHERE ${join(conditions, " AND ")} ORDER BY r.resource_type, r.remote_id LIMIT ${page.limit}`;
  const { rows } = await pool.query<Row>(text, values);
  return rows.map(({ match_id, match_label, ...row }) => ({
    resourceType: row.resource_type,
    remoteId: row.remote_id,
    label: row.label,
    externalId: row.external_id ?? undefined,
    active: row.active ?? undefined,
    match: match_id === null ? undefined : { id: match_id, label: match_label ?? match_id },
    ignored: row.ignored,
    seenAt: row.seen_at,
  }));
}

/** How many of them there are: not ignored, ignored, and seeming to be one of ours. */
export async function countUnmanaged(
  db: Queries,
  targetId: string,
): Promise<{ readonly open: number; readonly ignored: number; readonly matching: number }> {
  const [counted] = await db.$queryRaw<{ open: number; ignored: number; matching: number }[]>`
    SELECT count(*) FILTER (WHERE NOT ignored)::int AS open, count(*) FILTER (WHERE ignored)::int AS ignored,
      count(*) FILTER (WHERE NOT ignored AND matches_id IS NOT NULL)::int AS matching
    FROM unmanaged_resources WHERE target_id = ${targetId}::uuid`;
  return counted ?? { open: 0, ignored: 0, matching: 0 };
}

/** Says whether it is to be shown no more. @returns its label; undefined when it is not there */
export async function setUnmanagedIgnored(
  db: Queries,
  targetId: string,
  resourceType: ProvisionedType,
  remoteId: string,
  ignored: boolean,
): Promise<string | undefined> {
  const [row] = await db.unmanagedResource.updateManyAndReturn({
    where: { targetId, resourceType, remoteId },
    data: { ignored },
    select: { label: true },
  });
  return row?.label;
}
