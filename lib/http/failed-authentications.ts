import { findSubscriberNetwork } from "@/lib/directory/address-range";
import { createWindowCounter } from "./window-counter";

/** How many failed authentications a minute one address has before it is told to wait. */
export const maxFailuresPerMinute = 300;

/** Counts failed authentications by address, so that guessing and broken clients are slowed down. */
export type FailedAuthentications = {
  /**
   * Counts a failure.
   *
   * @param address undefined where nobody knows it: such failures are not counted, since they may be anybody's
   * @returns in how many seconds the address may fail again, at least 1; undefined while it may do so now
   */
  record(address: string | undefined): Promise<number | undefined>;
};

/** The processes of this server count together. A valid credential is never to be refused by it: ask only after one has failed. */
export function createFailedAuthentications(): FailedAuthentications {
  const counter = createWindowCounter("failed authentications", 60);
  return {
    async record(address) {
      const key = address === undefined ? undefined : findSubscriberNetwork(address);
      if (key === undefined) return undefined;
      const { count, msLeft } = await counter.add(key);
      return count > maxFailuresPerMinute ? Math.max(1, Math.ceil(msLeft / 1000)) : undefined;
    },
  };
}
