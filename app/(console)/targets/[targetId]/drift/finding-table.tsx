import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import type { DriftLine, ShownFinding } from "@/lib/console/targets/drift-view";
import { FindingActions } from "./finding-actions";

type Props = { id: string; name: string; runId: string; findings: readonly ShownFinding[]; isMissing: boolean };

/** People and groups that were found changed or missing at the target. */
export function FindingTable({ id, name, runId, findings, isMissing }: Props) {
  const columns = ["Who", ...(isMissing ? ["Id it had there"] : ["What differs"]), "State", "Act"];
  return (
    <DataTable caption={isMissing ? "Missing there" : "Changed there"} columns={columns}>
      {findings.map((finding) => (
        <tr key={finding.resourceId}>
          <td className="min-w-32 max-w-64 [overflow-wrap:anywhere]">
            <Link href={`/targets/${id}/resources/${finding.resourceId}`}>{finding.label}</Link>
            <span className="block text-muted">{finding.resourceType === "User" ? "Person" : "Group"}</span>
          </td>
          <td className="min-w-64 [overflow-wrap:anywhere]">
            {isMissing ? (
              <code className="font-mono text-xs">{finding.remoteId}</code>
            ) : (
              <Lines lines={finding.lines} />
            )}
          </td>
          <td className="min-w-32 max-w-64">
            <StatusBadge tone={finding.standing.tone}>{finding.standing.word}</StatusBadge>
            {finding.standing.sentence === undefined ? null : (
              <span className="block text-muted [overflow-wrap:anywhere]">{finding.standing.sentence}</span>
            )}
          </td>
          <td>
            <FindingActions
              id={id}
              name={name}
              runId={runId}
              resourceType={finding.resourceType}
              resourceId={finding.resourceId}
              label={finding.label}
              attributes={finding.lines.length}
              isMissing={isMissing}
              mayOverwrite={finding.mayOverwrite}
              isIgnored={finding.isIgnored}
            />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Lines({ lines }: { lines: readonly DriftLine[] }) {
  if (lines.length === 0) return <span className="text-muted">What it has is not known for sure.</span>;
  return (
    <dl className="space-y-1">
      {lines.map(({ path, expected, found }) => (
        <div key={path}>
          <dt className="font-mono text-xs text-muted">{path}</dt>
          <dd>
            <span className="text-muted">found </span>
            {found.length === 0 ? "nothing" : found.join("; ")}
            <span className="text-muted">, expected </span>
            {expected.length === 0 ? "nothing" : expected.join("; ")}
          </dd>
        </div>
      ))}
    </dl>
  );
}
