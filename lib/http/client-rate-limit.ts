import { RateLimiterMemory } from "rate-limiter-flexible";
import type { ScimClient } from "@/lib/directory/scim-client";

/** Holds each SCIM client to its option `rateLimit`, in requests a second. */
export type ClientRateLimit = {
  /**
   * Counts a request of a SCIM client.
   *
   * @returns in how many seconds the client may send again, at least 1; undefined when the request may go on
   */
  record(client: Pick<ScimClient, "id" | "options">): Promise<number | undefined>;
};

/** The count of this process alone: with several, each allows as many. */
export function createClientRateLimit(): ClientRateLimit {
  // How many are allowed is asked of the client with every request, so that a change of the option holds at once.
  const counter = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1 });
  return {
    async record({ id, options }) {
      if (options.rateLimit === "none") return undefined;
      const { consumedPoints, msBeforeNext } = await counter.penalty(id);
      return consumedPoints > options.rateLimit ? Math.max(1, Math.ceil(msBeforeNext / 1000)) : undefined;
    },
  };
}
