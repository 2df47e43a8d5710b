import type { ActivityRow } from "@/lib/console/requests/view-activity";
import { DataTable } from "../data-table";
import { Link } from "../link";
import { Time } from "../time";
import { OutcomeBadge } from "./outcome-badge";
import { SentenceText } from "./sentence-text";

type ActivityTableProps = {
  rows: readonly ActivityRow[];
  /** The server's clock, ISO 8601. */
  now: string;
  caption?: string;
  /** Whether the client stands on each row: not on the page of one client. */
  withClient?: boolean;
};

/** Requests, each in a sentence that leads to all that is known of it. */
export function ActivityTable({ rows, now, caption = "Requests", withClient = true }: ActivityTableProps) {
  const columns = [
    "Time",
    "Outcome",
    "What happened",
    "Operation",
    ...(withClient ? ["SCIM client"] : []),
    { name: "Duration", isNumber: true },
    { name: "Status", isNumber: true },
  ];
  return (
    // On a narrow screen the first two columns stand beneath the sentence instead.
    <div className="max-sm:[&_td:nth-child(-n+2)]:hidden max-sm:[&_th:nth-child(-n+2)]:hidden">
      <DataTable caption={caption} columns={columns}>
        {rows.map((row) => (
          <tr key={row.id} className="hover:bg-surface">
            <td>
              <DetailsLink row={row} now={now} />
            </td>
            <td>
              <OutcomeBadge outcome={row.outcome} />
            </td>
            <td className="min-w-64">
              <SentenceText sentence={row.sentence} />
              <p className="mt-1 flex gap-3 text-muted sm:hidden">
                <OutcomeBadge outcome={row.outcome} />
                <DetailsLink row={row} now={now} />
              </p>
            </td>
            <td className="whitespace-nowrap text-muted">{row.operation}</td>
            {withClient ? (
              <td className="whitespace-nowrap">
                {row.client === undefined ? (
                  <span className="text-muted">Not known</span>
                ) : (
                  <Link href={`/scim-clients/${row.client.id}`}>{row.client.name}</Link>
                )}
              </td>
            ) : null}
            <td className="text-right whitespace-nowrap tabular-nums">{formatDuration(row.durationMs)}</td>
            <td className="text-right tabular-nums">{row.status}</td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function DetailsLink({ row, now }: { row: ActivityRow; now: string }) {
  return (
    <Link href={`/activity/${row.id}`} className="whitespace-nowrap">
      <Time value={row.at} now={now} />
      <span className="sr-only">, details</span>
    </Link>
  );
}

/** "0.8 ms", "12 ms", "1.4 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 10) return `${durationMs.toFixed(1)} ms`;
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
