import type { CountedBar } from "@/lib/db/request-counts";

/** One bar: when it begins and ends, and how many requests began in it. */
export type HistogramBar = {
  /** ISO 8601 */
  readonly from: string;
  readonly until: string;
  readonly changed: number;
  /** Refused or failed. */
  readonly failed: number;
  readonly other: number;
};

/** All bars of a time, also those without requests. */
export function createBars(
  counted: readonly CountedBar[],
  { from, until }: { readonly from: Date; readonly until: Date },
  barMs: number,
): readonly HistogramBar[] {
  const bars = new Map<number, HistogramBar>();
  for (let begin = from.getTime(); begin < until.getTime(); begin += barMs) {
    const end = Math.min(begin + barMs, until.getTime());
    const place = { from: new Date(begin).toISOString(), until: new Date(end).toISOString() };
    bars.set(begin, { ...place, changed: 0, failed: 0, other: 0 });
  }
  for (const { begin, outcome, count } of counted) {
    const bar = bars.get(begin.getTime());
    if (bar === undefined) continue;
    const kind = outcome === "changed" ? "changed" : outcome === "failed" || outcome === "refused" ? "failed" : "other";
    bars.set(begin.getTime(), { ...bar, [kind]: bar[kind] + count });
  }
  return [...bars.values()];
}
