import type { Counts } from "./counts";
import {
  type CurveName,
  curveNames,
  drawSparkline,
  findSlope,
  type Point,
  readCurve,
  type Sample,
  takeSecondHalf,
  toMB,
} from "./curve";

/**
 * How much each may grow over the second half, in MB an hour. What is left of the heap after a full collection is what the
 * server keeps, and tells most; the whole process moves by some MB of its own accord, which is much for an hour after minutes.
 * What PostgreSQL's processes take is shown and not judged: it rises and falls with the connections that are open.
 */
const limits: Readonly<Partial<Record<CurveName, number>>> = { heapAfterCollection: 60, rss: 240 };

const titles: Readonly<Record<CurveName, string>> = {
  rss: "server process",
  heapUsed: "its heap",
  heapAfterCollection: "its heap after a full collection",
  external: "its buffers",
  backends: "PostgreSQL's processes for it",
};

export type Judgement = {
  readonly isFlat: boolean;
  /** MB an hour over the second half. */
  readonly slopes: Readonly<Partial<Record<CurveName, number>>>;
  /** Sentences about what is wrong. */
  readonly problems: readonly string[];
};

export function judge(samples: readonly Sample[], statuses: ReadonlyMap<number, number>): Judgement {
  const seconds = samples.at(-1)?.seconds ?? 0;
  const slopes: Partial<Record<CurveName, number>> = {};
  const problems: string[] = [];
  for (const name of curveNames) {
    const slope = findSlope(takeSecondHalf(readCurve(samples, name), seconds));
    if (slope !== undefined) slopes[name] = slope;
    const limit = limits[name];
    if (slope !== undefined && limit !== undefined && slope > limit) {
      problems.push(`The memory of ${titles[name]} grows by ${Math.round(slope)} MB an hour; ${limit} are allowed.`);
    }
  }
  if (slopes.heapAfterCollection === undefined) problems.push("There were too few full collections to judge by.");
  for (const [status, count] of statuses) {
    if (status >= 500) problems.push(`${count} answers were ${status}.`);
  }
  return { isFlat: problems.length === 0, slopes, problems };
}

/** The table for docs/performance.md: the curves as lines of blocks, and their slopes. */
export function formatReport(
  samples: readonly Sample[],
  counts: Counts,
  { slopes, problems, isFlat }: Judgement,
): string {
  const seconds = samples.at(-1)?.seconds ?? 0;
  const rows = curveNames.map((name) => {
    const points = readCurve(samples, name);
    const slope = slopes[name];
    const cells = [titles[name], formatMB(points[0]), formatMB(points[Math.floor(points.length / 2)])];
    const last = [formatMB(points.at(-1)), `\`${drawSparkline(points, seconds)}\``];
    return [...cells, ...last, slope === undefined ? "" : slope.toFixed(0), String(limits[name] ?? "")];
  });
  const head = ["", "first", "halfway", "last", "curve, lowest to highest", "MB/hour, second half", "allowed"];
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const statuses = [...counts.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  return [
    ...lines,
    "",
    `${counts.requests} requests and ${counts.pages} pages in ${Math.round(seconds)} s; answers: ${statuses.join(", ")}`,
    isFlat ? "Memory is flat." : problems.join("\n"),
  ].join("\n");
}

function formatMB(point: Point | undefined): string {
  return point === undefined ? "" : `${toMB(point.bytes).toFixed(0)} MB`;
}
