import type { Leniency } from "@/lib/directory/compatibility/leniency";
import { createWindowCounter } from "./window-counter";

/** How many refusals with 429 a minute are logged of one SCIM client, or of one address that nobody knows. */
export const loggedRefusalsPerMinute = 60;

/** Decides which of many refusals are logged, so that a flood of requests is no flood of rows. */
export type RefusalLog = {
  /**
   * Counts a refusal.
   *
   * @param key whose it is
   * @param leniencies the last one that is logged is given the remark that those after it are not
   * @returns whether it is to be logged
   */
  admit(key: string, leniencies: Leniency[]): Promise<boolean>;
};

/**
 * The processes of this server count together.
 *
 * @param endpoint whose refusals they are
 */
export function createRefusalLog(endpoint: "SCIM" | "token"): RefusalLog {
  const counter = createWindowCounter(`refusals of the ${endpoint} endpoint`, 60);
  return {
    async admit(key, leniencies) {
      const { count, msLeft } = await counter.add(key);
      if (count === loggedRefusalsPerMinute) {
        const detail = `${loggedRefusalsPerMinute} such refusals within a minute are logged: those of the next ${Math.ceil(msLeft / 1000)} seconds are not`;
        leniencies.push({ name: "refusalsNotLogged", detail });
      }
      return count <= loggedRefusalsPerMinute;
    },
  };
}
