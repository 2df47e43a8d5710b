import { CopyButton } from "@/components/copy-button";
import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import type { DriftReport } from "@/lib/console/targets/drift-view";
import { UnmanagedActions } from "./unmanaged-actions";

type Props = { id: string; name: string; rows: DriftReport["unmanaged"] };

/** What is at the target and not managed by Roster. */
export function UnmanagedTable({ id, name, rows }: Props) {
  return (
    <DataTable caption="Not managed" columns={["Name there", "Type", "Id there", "externalId", "Seems to be", "Act"]}>
      {rows.map(({ resourceType, remoteId, label, externalId, active, match, ignored }) => (
        <tr key={`${resourceType} ${remoteId}`}>
          <td className="min-w-32 max-w-64 [overflow-wrap:anywhere]">
            {label}
            {active === false ? <span className="block text-muted">Not active there</span> : null}
          </td>
          <td>{resourceType === "User" ? "Person" : "Group"}</td>
          <td className="min-w-48">
            <span className="flex items-center gap-2">
              <code className="max-w-80 min-w-32 font-mono text-xs [overflow-wrap:anywhere]">{remoteId}</code>
              <CopyButton text={remoteId} label="Copy" name={`the id of ${label}`} size="small" />
            </span>
          </td>
          <td className="min-w-24 max-w-48 font-mono text-xs [overflow-wrap:anywhere]">
            {externalId ?? <span className="font-sans text-muted">None</span>}
          </td>
          <td className="min-w-32 [overflow-wrap:anywhere]">
            {match === undefined ? (
              <span className="text-muted">Nobody here</span>
            ) : (
              <Link href={`/targets/${id}/resources/${match.id}`}>{match.label}</Link>
            )}
          </td>
          <td className="min-w-56">
            <UnmanagedActions
              id={id}
              name={name}
              resourceType={resourceType}
              remoteId={remoteId}
              label={label}
              match={match}
              isIgnored={ignored}
            />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
