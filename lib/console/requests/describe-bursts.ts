import { describeBurst } from "@/lib/explain/describe-burst";
import { type ActivityQuery, formatActivityQuery } from "./activity-query";
import type { RequestBurst } from "./group-bursts";

/** A burst as a list shows it. */
export type BurstRow = {
  readonly id: string;
  readonly at: string;
  readonly sentence: string;
  readonly client: { readonly id: string; readonly name: string } | undefined;
  readonly requests: number;
  readonly href: string;
};

/**
 * Bursts in words, each with the address of its requests.
 *
 * @param path of the page that they are on
 * @param zone the reader's time zone by its IANA name; UTC where it is not known
 */
export function describeBursts(
  bursts: readonly RequestBurst[],
  query: ActivityQuery,
  path: string,
  zone: string | undefined,
): readonly BurstRow[] {
  const formatTime = createTimeFormat(zone);
  return bursts.map((burst) => {
    const { id, scimClientId, clientName, from, to, requests } = burst;
    const time = { from: from.toISOString(), until: new Date(to.getTime() + 1).toISOString() };
    const all = { ...query, ...time, view: "all", client: scimClientId ?? "none" } as const;
    return {
      id,
      at: to.toISOString(),
      sentence: describeBurst({ ...burst, name: clientName ?? "Nobody who is known" }, formatTime),
      client: scimClientId === null || clientName === null ? undefined : { id: scimClientId, name: clientName },
      requests,
      href: requests === 1 ? `/activity/${id}` : `${path}${formatActivityQuery(all)}`,
    };
  });
}

function createTimeFormat(zone: string | undefined): (at: Date) => string {
  try {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone ?? "UTC", hour: "2-digit", minute: "2-digit" });
    return (at) => format.format(at);
  } catch {
    return createTimeFormat(undefined);
  }
}
