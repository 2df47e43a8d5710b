import { setTimeout as wait } from "node:timers/promises";
import { createOutgoingFetch } from "@/lib/http/outgoing-fetch";
import { createScimTargetClient } from "@/lib/http/scim-target-client";
import type { TargetWork } from "./target-work";

const idleMs = 250;

/**
 * Does the work for targets in this process.
 *
 * @param allow ROSTER_TARGET_ALLOW
 */
export function createTargetWork(allow: readonly string[]): TargetWork {
  const fetch = createOutgoingFetch({ allow });
  return {
    drainTarget: async (_targetId, until) => {
      while (!(await until())) await wait(idleMs);
    },
    createClient: (target) => createScimTargetClient({ target, credential: target.credential, fetch }),
  };
}
