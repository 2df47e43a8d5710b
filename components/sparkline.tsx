const barWidth = 4;
const barGap = 1;
const height = 24;

export type Bar = { readonly requests: number; readonly failed: number };

/**
 * A row of small bars, the failed part of each in red from the ground up. The words beside or in `name` say the same.
 *
 * @param name what the bars add up to, for screen readers
 */
export function Sparkline({ bars, name }: { bars: readonly Bar[]; name: string }) {
  const most = Math.max(1, ...bars.map(({ requests }) => requests));
  const width = bars.length * (barWidth + barGap) - barGap;
  return (
    <svg role="img" aria-label={name} viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <title>{name}</title>
      {bars.map((bar, index) => {
        const x = index * (barWidth + barGap);
        const whole = bar.requests === 0 ? 1 : Math.max(2, Math.round((bar.requests / most) * height));
        const failed = bar.failed === 0 ? 0 : Math.max(2, Math.round((bar.failed / bar.requests) * whole));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in the row.
          <g key={index}>
            <rect
              x={x}
              y={height - whole}
              width={barWidth}
              height={whole}
              className={bar.requests === 0 ? "fill-line" : "fill-accent"}
            />
            {failed === 0 ? null : (
              <rect x={x} y={height - failed} width={barWidth} height={failed} className="fill-danger" />
            )}
          </g>
        );
      })}
    </svg>
  );
}
