import { CopyButton } from "@/components/copy-button";
import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ListedResource } from "@/lib/console/targets/resource-list";

type Props = { resources: readonly ListedResource[]; path: string; now: string };

/** People and groups as they stand at a target. */
export function ResourceTable({ resources, path, now }: Props) {
  return (
    <DataTable caption="People and groups" columns={["Name", "Type", "State", "Id at the target", "Last synced"]}>
      {resources.map(({ resourceType, resourceId, label, standing, remoteId, syncedAt, job }) => (
        <tr key={resourceId} className="hover:bg-surface">
          <td className="min-w-40 max-w-72 [overflow-wrap:anywhere]">
            <Link href={`${path}/${resourceId}`}>{label}</Link>
          </td>
          <td>{resourceType === "User" ? "Person" : "Group"}</td>
          <td className="min-w-48 max-w-96">
            <StatusBadge tone={standing.tone}>{standing.word}</StatusBadge>
            {standing.sentence === undefined ? null : (
              <span className="block text-muted [overflow-wrap:anywhere]">{standing.sentence}</span>
            )}
            {job === undefined || job.held || job.attempts === 0 ? null : (
              <span className="block text-muted">
                Tried again <Time value={job.runAt.toISOString()} now={now} />
              </span>
            )}
          </td>
          <td className="min-w-48">
            {remoteId === undefined ? (
              <span className="text-muted">None</span>
            ) : (
              <span className="flex items-center gap-2">
                <code className="max-w-80 min-w-32 font-mono text-xs [overflow-wrap:anywhere]">{remoteId}</code>
                <CopyButton text={remoteId} label="Copy" name={`the id of ${label}`} size="small" />
              </span>
            )}
          </td>
          <td>
            {syncedAt === undefined ? (
              <span className="text-muted">Never</span>
            ) : (
              <Time value={syncedAt.toISOString()} now={now} />
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
