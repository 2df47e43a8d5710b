import { setTimeout as wait } from "node:timers/promises";
import type { TargetClient } from "@/lib/provisioning/target-client";
import type { TargetOptions } from "@/lib/provisioning/target-options";

/**
 * A client that keeps to the target's pace. Each of the target's lanes, wherever it is worked, keeps to its share, so that all
 * of them together do not send more requests a second than the option says.
 */
export function createPacedClient(
  client: TargetClient,
  { requestsPerSecond, concurrency }: Pick<TargetOptions, "requestsPerSecond" | "concurrency">,
): TargetClient {
  if (requestsPerSecond === "none") return client;
  const intervalMs = (1_000 * concurrency) / requestsPerSecond;
  let next = 0;
  return {
    countRequests: client.countRequests,
    send: async (request) => {
      const now = performance.now();
      const at = Math.max(now, next);
      next = at + intervalMs;
      if (at > now) await wait(at - now);
      return await client.send(request);
    },
  };
}
