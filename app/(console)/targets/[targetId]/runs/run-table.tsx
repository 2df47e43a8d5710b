import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ListedRun } from "@/lib/console/targets/run-list";
import { describeSpan } from "./describe-span";

const number = (name: string) => ({ name, isNumber: true });
const columns = [
  "Run",
  "State",
  "Begun",
  number("Took"),
  number("Created"),
  number("Updated"),
  number("Deprovisioned"),
  number("Failed"),
  number("Requests"),
];

/** Runs with what came of them. Of a plan the figures say what it would do. */
export function RunTable({ runs, path, now }: { runs: readonly ListedRun[]; path: string; now: Date }) {
  return (
    <DataTable caption="Runs" columns={columns}>
      {runs.map((run) => (
        <tr key={run.id} className="hover:bg-surface">
          <td className="min-w-40">
            <Link href={`${path}/${run.id}`}>
              {run.title}
              <span className="sr-only">{` of ${run.startedAt.toISOString()}`}</span>
            </Link>
            <span className="block text-muted [overflow-wrap:anywhere]">{run.cause}</span>
          </td>
          <td className="min-w-40 max-w-80">
            <StatusBadge tone={run.standing.tone}>{run.standing.word}</StatusBadge>
            {run.standing.sentence === undefined ? null : (
              <span className="block text-muted [overflow-wrap:anywhere]">{run.standing.sentence}</span>
            )}
          </td>
          <td>
            <Time value={run.startedAt.toISOString()} now={now.toISOString()} />
          </td>
          <td className="text-right whitespace-nowrap tabular-nums">
            {describeSpan((run.finishedAt ?? now).getTime() - run.startedAt.getTime())}
          </td>
          {[run.created, run.updated, run.deprovisioned, run.failed, run.requests].map((figure, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move.
            <td key={index} className="text-right tabular-nums">
              {figure.toLocaleString("en")}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}
