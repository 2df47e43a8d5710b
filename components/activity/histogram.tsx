import type { HistogramBar } from "@/lib/console/requests/histogram";
import { Time } from "../time";

const barWidth = 20;
const barGap = 3;
const height = 72;

type HistogramProps = {
  bars: readonly HistogramBar[];
  /** The address that confines the list to each bar. */
  hrefs: readonly string[];
  now: string;
};

const kinds = [
  { name: "other", word: "Read or unchanged", look: "fill-line-strong" },
  { name: "changed", word: "Changed", look: "fill-accent" },
  { name: "failed", word: "Refused or failed", look: "fill-danger" },
] as const;

/** How many requests began when, stacked by how they ended. The bars are for the mouse; the table beneath says and does the same. */
export function Histogram({ bars, hrefs, now }: HistogramProps) {
  const most = Math.max(1, ...bars.map(countBar));
  const width = bars.length * (barWidth + barGap) - barGap;
  return (
    <figure className="mt-4">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-18 w-full border-b border-line"
      >
        {bars.map((bar, index) => (
          <a key={bar.from} href={hrefs[index]} tabIndex={-1}>
            <title>{`${countBar(bar)} requests`}</title>
            <rect
              x={index * (barWidth + barGap)}
              y={0}
              width={barWidth}
              height={height}
              className="fill-transparent hover:fill-surface"
            />
            {stack(bar, most).map(({ name, y, size, look }) => (
              <rect key={name} x={index * (barWidth + barGap)} y={y} width={barWidth} height={size} className={look} />
            ))}
          </a>
        ))}
      </svg>
      <figcaption className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.8125rem] text-muted">
        {kinds.map(({ name, word, look }) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" width="10" height="10">
              <rect width="10" height="10" className={look} />
            </svg>
            {word}
          </span>
        ))}
        <details className="w-full sm:w-auto">
          <summary className="cursor-pointer">The bars as a table</summary>
          <table className="mt-2 w-full text-left tabular-nums [&_td]:py-0.5 [&_td]:pr-4 [&_th]:pr-4 [&_th]:font-medium">
            <caption className="sr-only">Requests by time</caption>
            <thead>
              <tr>
                <th scope="col">From</th>
                {kinds.map(({ name, word }) => (
                  <th key={name} scope="col">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bars.map((bar, index) =>
                countBar(bar) === 0 ? null : (
                  <tr key={bar.from}>
                    <td>
                      <a href={hrefs[index]}>
                        <Time value={bar.from} now={now} absolute />
                      </a>
                    </td>
                    {kinds.map(({ name }) => (
                      <td key={name}>{bar[name].toLocaleString("en")}</td>
                    ))}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </details>
      </figcaption>
    </figure>
  );
}

function countBar({ changed, failed, other }: HistogramBar): number {
  return changed + failed + other;
}

/** The parts of a bar from the ground up; each that is there can be seen. */
function stack(bar: HistogramBar, most: number) {
  let top = height;
  return [...kinds].reverse().flatMap(({ name, look }) => {
    if (bar[name] === 0) return [];
    const size = Math.max(2, (bar[name] / most) * (height - 6));
    top -= size;
    return [{ name, y: top, size, look }];
  });
}
