import type { ScimClient } from "@/lib/directory/scim-client";
import { createWindowCounter } from "./window-counter";

/** Holds each SCIM client to its option `rateLimit`, in requests a second. */
export type ClientRateLimit = {
  /**
   * Counts a request of a SCIM client.
   *
   * @returns in how many seconds the client may send again, at least 1; undefined when the request may go on
   */
  record(client: Pick<ScimClient, "id" | "options">): Promise<number | undefined>;
};

/** All processes of this server count together; servers on other machines count for themselves. */
export function createClientRateLimit(): ClientRateLimit {
  // How many are allowed is asked of the client with every request, so that a change of the option holds at once.
  const counter = createWindowCounter("client requests", 1);
  return {
    async record({ id, options }) {
      if (options.rateLimit === "none") return undefined;
      const { count, msLeft } = await counter.add(id);
      return count > options.rateLimit ? Math.max(1, Math.ceil(msLeft / 1000)) : undefined;
    },
  };
}
