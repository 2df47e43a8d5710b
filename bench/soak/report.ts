import type { Counts } from "./counts";
import {
  type CurveName,
  curveNames,
  drawSparkline,
  findGrowthOfHeights,
  findSlope,
  type Point,
  readCurve,
  type Sample,
  takeSecondHalf,
  toMB,
} from "./curve";

/** How much what is left of the heap after full collections may grow over the second half, in MB an hour: it is what the server keeps. */
const maxHeapSlope = 60;
/**
 * By what share the process may be higher in the last quarter than in the second. It goes up and down by tens of MB with what is not
 * collected yet, which as the slope of a few minutes would be hundreds of MB an hour. What PostgreSQL's processes take is shown and
 * not judged: it rises and falls with the connections that are open.
 */
const maxGrowthOfProcess = 0.1;

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
  }
  const { heapAfterCollection } = slopes;
  if (heapAfterCollection === undefined) problems.push("There were too few full collections to judge by.");
  else if (heapAfterCollection > maxHeapSlope) {
    const grows = `${Math.round(heapAfterCollection)} MB an hour`;
    problems.push(`What is left of the heap after full collections grows by ${grows}; ${maxHeapSlope} are allowed.`);
  }
  const growth = findGrowthOfHeights(readCurve(samples, "rss"), seconds);
  if (growth !== undefined && growth > maxGrowthOfProcess) {
    const [risen, allowed] = [growth, maxGrowthOfProcess].map((share) => `${Math.round(share * 100)} %`);
    problems.push(
      `The process's highest was ${risen} higher in the last quarter than in the second; ${allowed} are allowed.`,
    );
  }
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
    const growth = findGrowthOfHeights(points, seconds);
    const figures = [slope?.toFixed(0), growth === undefined ? undefined : `${(growth * 100).toFixed(0)} %`];
    return [...cells, ...last, ...figures.map((figure) => figure ?? "")];
  });
  const heights = "highest of the last quarter over the second's";
  const head = ["", "first", "halfway", "last", "curve, lowest to highest", "MB/hour, second half", heights];
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
