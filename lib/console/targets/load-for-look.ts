import type { Database } from "@/lib/db/pool";
import { loadSubjects } from "@/lib/db/sync/load-subjects";
import { loadTarget } from "@/lib/db/sync/load-target";
import type { LoadedTarget, ProvisionedType, Subject } from "@/lib/provisioning/sync-store";
import { UnsealError } from "@/lib/secrets";
import { getSealingKeys } from "./sealing-keys";

/**
 * A target as the engine has it; undefined when it is gone, or its credential was sealed with a secret that is not known any
 * more.
 */
export async function loadTargetForLook(
  { pool }: Pick<Database, "pool">,
  targetId: string,
): Promise<LoadedTarget | undefined> {
  try {
    return await loadTarget(pool, getSealingKeys(), targetId);
  } catch (error) {
    if (error instanceof UnsealError) return undefined;
    throw error;
  }
}

/** People or groups as the engine sees them, without a job: nothing is done about them. */
export async function loadForLook(
  { pool }: Pick<Database, "pool">,
  target: LoadedTarget,
  resourceType: ProvisionedType,
  ids: readonly string[],
): Promise<readonly Subject[]> {
  const looked = { ...target, options: { ...target.options, syncPassword: false } };
  const jobs = ids.map((resourceId) => ({
    resourceType,
    resourceId,
    reason: "hand" as const,
    attempts: 0,
    generation: 0n,
    queuedAt: new Date(),
  }));
  return await loadSubjects(pool, getSealingKeys(), looked, jobs);
}
