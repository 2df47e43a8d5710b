import { foldForComparison } from "@/lib/scim/fold";
import type { Stream } from "./streams";
import type { Queries } from "./transaction";

/** A stream with who is subscribed: live subscriptions are those of active people, the others sleep. */
export type StreamCounts = Stream & { readonly live: number; readonly sleeping: number; readonly created: Date };

/**
 * The organization's streams by name, with their subscribers counted: all of them in an index, and apart those who are
 * inactive, who are few. @param id only this one
 */
export async function listStreamCounts(
  db: Queries,
  organizationId: string,
  id: string | null = null,
): Promise<readonly StreamCounts[]> {
  return await db.$queryRaw<StreamCounts[]>`
    SELECT s.id, s.name, s.is_default AS "isDefault", s.created, c.subscribed - COALESCE(i.sleeping, 0) AS live,
      COALESCE(i.sleeping, 0) AS sleeping
    FROM streams s
    CROSS JOIN LATERAL (SELECT count(*)::int AS subscribed FROM stream_subscriptions x WHERE x.stream_id = s.id) c
    LEFT JOIN (
      SELECT x.stream_id, count(*)::int AS sleeping FROM users u JOIN stream_subscriptions x ON x.user_id = u.id
      WHERE u.organization_id = ${organizationId}::uuid AND NOT u.active
        AND (${id}::uuid IS NULL OR x.stream_id = ${id}::uuid)
      GROUP BY x.stream_id
    ) i ON i.stream_id = s.id
    WHERE s.organization_id = ${organizationId}::uuid AND (${id}::uuid IS NULL OR s.id = ${id}::uuid)
    ORDER BY s.name_folded`;
}

/** Changes a stream; false when the organization has another one of that name. */
export async function updateStream(
  db: Queries,
  organizationId: string,
  { id, name, isDefault }: Stream,
): Promise<boolean> {
  const nameFolded = foldForComparison(name);
  const taken = await db.stream.findUnique({
    where: { organizationId_nameFolded: { organizationId, nameFolded } },
    select: { id: true },
  });
  if (taken !== null && taken.id !== id) return false;
  await db.stream.update({
    where: { organizationId_id: { organizationId, id } },
    data: { name, nameFolded, isDefault },
  });
  return true;
}

/** Removes a stream with its subscriptions. */
export async function deleteStream(db: Queries, organizationId: string, id: string): Promise<void> {
  await db.stream.delete({ where: { organizationId_id: { organizationId, id } } });
}

/** Subscribes a person; false when they are already. Both must be of the organization. */
export async function insertSubscription(
  db: Queries,
  organizationId: string,
  streamId: string,
  userId: string,
): Promise<boolean> {
  const { count } = await db.streamSubscription.createMany({
    data: [{ organizationId, streamId, userId }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** Ends a subscription; false when there is none. */
export async function deleteSubscription(
  db: Queries,
  organizationId: string,
  streamId: string,
  userId: string,
): Promise<boolean> {
  const { count } = await db.streamSubscription.deleteMany({ where: { organizationId, streamId, userId } });
  return count > 0;
}

/** How many people the organization has, which is kept as they come and go. */
export async function countEverybody(db: Queries, organizationId: string): Promise<number> {
  const { _sum } = await db.resourceCount.aggregate({
    where: { organizationId, resourceType: "User" },
    _sum: { count: true },
  });
  return _sum.count ?? 0;
}
