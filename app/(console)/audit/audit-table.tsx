import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { Time } from "@/components/time";
import type { AuditEntry } from "@/lib/console/audit-log";

/** Who did what, the latest first. */
export function AuditTable({ entries, now }: { entries: readonly AuditEntry[]; now: string }) {
  return (
    <DataTable caption="Acts" columns={["When", "Who", "What", "Details"]}>
      {entries.map(({ id, at, actor, actorId, sentence, details }) => (
        <tr key={id}>
          <td>
            <Time value={at} now={now} />
          </td>
          <td>{actorId === undefined ? actor : <Link href={`/people/${actorId}`}>{actor}</Link>}</td>
          <td className="min-w-60 [overflow-wrap:anywhere]">{sentence}</td>
          <td>
            {details === undefined ? null : (
              <details>
                <summary className="cursor-pointer text-accent">Show</summary>
                <pre className="mt-1 max-w-md overflow-x-auto font-mono text-xs whitespace-pre-wrap">{details}</pre>
              </details>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
