import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Leniency } from "@/lib/directory/compatibility/leniency";

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

/** The count of this process alone. */
export function createRefusalLog(): RefusalLog {
  const counter = new RateLimiterMemory({ points: loggedRefusalsPerMinute, duration: 60 });
  return {
    async admit(key, leniencies) {
      const { consumedPoints, msBeforeNext } = await counter.penalty(key);
      if (consumedPoints === loggedRefusalsPerMinute) {
        const detail = `${loggedRefusalsPerMinute} such refusals within a minute are logged: those of the next ${Math.ceil(msBeforeNext / 1000)} seconds are not`;
        leniencies.push({ name: "refusalsNotLogged", detail });
      }
      return consumedPoints <= loggedRefusalsPerMinute;
    },
  };
}
