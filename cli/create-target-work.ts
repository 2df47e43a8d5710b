import type { Database } from "@/lib/db/pool";
import { createOutgoingFetch } from "@/lib/http/outgoing-fetch";
import { createScimTargetClient } from "@/lib/http/scim-target-client";
import { createSyncEngine } from "@/lib/http/sync-engine";
import type { SealingKeys } from "@/lib/secrets";
import type { TargetWork } from "./target-work";

/**
 * Does the work for targets in this process, as one more worker beside the server's.
 *
 * @param settings.allow ROSTER_TARGET_ALLOW
 */
export function createTargetWork(
  database: Database,
  { getKeys, allow }: { readonly getKeys: () => SealingKeys; readonly allow: readonly string[] },
): TargetWork {
  const fetch = createOutgoingFetch({ allow });
  return {
    drainTarget: async (targetId, until) => {
      const engine = createSyncEngine({ database, keys: getKeys(), allow, fetch });
      try {
        await engine.drainTarget(targetId, until);
      } finally {
        await engine.stop();
      }
    },
    createClient: (target) => createScimTargetClient({ target, credential: target.credential, fetch }),
  };
}
