import type { BurstRow } from "@/lib/console/requests/describe-bursts";
import { DataTable } from "../data-table";
import { Link } from "../link";
import { Time } from "../time";

/** Requests of one client that followed each other closely, as one row each. */
export function BurstTable({ rows, now }: { rows: readonly BurstRow[]; now: string }) {
  return (
    <DataTable
      caption="Requests, grouped"
      columns={["Time", "What happened", "SCIM client", { name: "Requests", isNumber: true }]}
    >
      {rows.map((row) => (
        <tr key={row.id} className="hover:bg-surface">
          <td className="whitespace-nowrap text-muted">
            <Time value={row.at} now={now} />
          </td>
          <td className="min-w-64 [overflow-wrap:anywhere]">{row.sentence}</td>
          <td className="whitespace-nowrap">
            {row.client === undefined ? (
              <span className="text-muted">Not known</span>
            ) : (
              <Link href={`/scim-clients/${row.client.id}`}>{row.client.name}</Link>
            )}
          </td>
          <td className="text-right whitespace-nowrap tabular-nums">
            <a
              href={row.href}
              aria-label={`Show ${row.requests === 1 ? "the request" : `all ${row.requests} requests`}`}
            >
              {row.requests.toLocaleString("en")}
            </a>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
