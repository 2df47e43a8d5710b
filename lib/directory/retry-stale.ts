import { ScimError } from "@/lib/scim/errors";
import type { WriteOutcome } from "./directory-store";

/** Of any number of parallel writes to one resource at least one succeeds in each round, so this many may compete. */
const maxAttempts = 200;

/**
 * Reads, computes and writes again for as long as somebody else writes in between, so that parallel writes to one
 * resource all survive.
 *
 * @param attempt reads the resource afresh and tries to write it
 * @throws ScimError unavailable when it is overtaken again and again
 */
export async function retryStale<Stored>(
  attempt: () => Promise<WriteOutcome<Stored>>,
): Promise<Exclude<WriteOutcome<Stored>, { outcome: "stale" }>> {
  for (let count = 0; count < maxAttempts; count += 1) {
    const result = await attempt();
    if (result.outcome !== "stale") return result;
  }
  throw new ScimError(
    "unavailable",
    "Too many other requests are changing this resource at the same moment. Nothing was written; try again shortly.",
    { "Retry-After": "1" },
  );
}
