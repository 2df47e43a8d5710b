import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { Prisma } from "../generated/client";
import type { Queries } from "../transaction";
import { askAgain } from "./insert-jobs";

/**
 * Asks every target of the organization to look at resources that this transaction has written in statements of its own; those
 * of the `DirectoryStore` do it themselves. Their rows are locked by then.
 */
export async function askTargets(
  db: Queries,
  organizationId: string,
  resourceType: ProvisionedType,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    INSERT INTO sync_jobs (target_id, resource_type, resource_id, reason)
    SELECT t.id, ${resourceType}, r.id, 'change'
    FROM targets t, unnest(${ids}::uuid[]) r (id) WHERE t.organization_id = ${organizationId}::uuid
    ORDER BY t.id, r.id ${Prisma.raw(askAgain)}`;
}
