/** What was in use at one moment, in bytes. */
export type Sample = {
  readonly seconds: number;
  /** All memory of the server process. */
  readonly rss: number;
  readonly heapUsed: number;
  /** Buffers and the like, outside of the heap. */
  readonly external: number;
  /** What was left of the heap after the last full collection since the sample before, if there was one. */
  readonly heapAfterCollection?: number;
  /** Private memory of PostgreSQL's processes for the server's connections; absent where it cannot be read. */
  readonly backends?: number;
};

export type Point = { readonly seconds: number; readonly bytes: number };

/** What is drawn and judged, in the order of the table. */
export const curveNames = ["rss", "heapUsed", "heapAfterCollection", "external", "backends"] as const;

export type CurveName = (typeof curveNames)[number];

export function readCurve(samples: readonly Sample[], name: CurveName): Point[] {
  return samples.flatMap(({ seconds, [name]: bytes }) => (bytes === undefined ? [] : [{ seconds, bytes }]));
}

/** The slope of the straight line that fits best, in MB an hour. Undefined with fewer than three points. */
export function findSlope(points: readonly Point[]): number | undefined {
  if (points.length < 3) return undefined;
  const meanSeconds = findMean(points.map(({ seconds }) => seconds));
  const meanBytes = findMean(points.map(({ bytes }) => bytes));
  let covariance = 0;
  let variance = 0;
  for (const { seconds, bytes } of points) {
    covariance += (seconds - meanSeconds) * (bytes - meanBytes);
    variance += (seconds - meanSeconds) ** 2;
  }
  return variance === 0 ? undefined : toMB((covariance / variance) * 3600);
}

/** The second half: caches are filled and code is compiled by then. */
export function takeSecondHalf(points: readonly Point[], seconds: number): Point[] {
  return points.filter((point) => point.seconds >= seconds / 2);
}

/**
 * By what share the highest point of the last quarter is above the highest of the second: what goes up and down with what is not
 * collected yet has no straight line, but its heights tell. Undefined where a quarter has no point.
 */
export function findGrowthOfHeights(points: readonly Point[], seconds: number): number | undefined {
  const highest = (from: number, to: number) =>
    Math.max(
      ...points.filter((one) => one.seconds >= seconds * from && one.seconds <= seconds * to).map(({ bytes }) => bytes),
    );
  const growth = highest(0.75, 1) / highest(0.25, 0.5) - 1;
  return Number.isFinite(growth) ? growth : undefined;
}

export function toMB(bytes: number): number {
  return bytes / 2 ** 20;
}

/** A line of blocks, each the mean of its part of the time; the lowest of them is the smallest block. */
export function drawSparkline(points: readonly Point[], seconds: number, width = 40): string {
  const means = Array.from({ length: width }, (_, at) => {
    const part = points.filter((point) => Math.min(width - 1, Math.floor((point.seconds / seconds) * width)) === at);
    return part.length === 0 ? undefined : findMean(part.map(({ bytes }) => bytes));
  });
  const known = means.filter((mean) => mean !== undefined);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const blocks = "▁▂▃▄▅▆▇█";
  return means
    .map((mean) => {
      if (mean === undefined) return " ";
      return blocks[highest === lowest ? 0 : Math.round(((mean - lowest) / (highest - lowest)) * (blocks.length - 1))];
    })
    .join("");
}

function findMean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
