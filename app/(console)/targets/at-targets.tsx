import { CopyButton } from "@/components/copy-button";
import { Link } from "@/components/link";
import { Id, Section } from "@/components/section";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ShownAtTarget } from "@/lib/console/targets/resource-at-targets";
import { SendAgain } from "./send-again";

type Props = {
  rows: readonly ShownAtTarget[];
  resourceType: "User" | "Group";
  resourceId: string;
  label: string;
  now: string;
};

/** How a person or group stands at each target; nothing where there are no targets. */
export function AtTargets({ rows, resourceType, resourceId, label, now }: Props) {
  if (rows.length === 0) return null;
  return (
    <Section title="At targets">
      <ul className="divide-y divide-line border-y border-line">
        {rows.map(({ targetId, targetName, standing, remoteId, syncedAt }) => (
          <li key={targetId} className="space-y-1 py-2">
            <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <Link
                href={`/targets/${targetId}/resources/${resourceId}`}
                className="min-w-0 font-medium [overflow-wrap:anywhere]"
              >
                {targetName}
              </Link>
              <StatusBadge tone={standing.tone}>{standing.word}</StatusBadge>
            </div>
            {standing.sentence === undefined ? null : (
              <p className="text-pretty text-muted [overflow-wrap:anywhere]">{standing.sentence}</p>
            )}
            {remoteId === undefined ? null : (
              <p className="flex flex-wrap items-center gap-2">
                <Id>{remoteId}</Id>
                <CopyButton text={remoteId} label="Copy" name={`the id at ${targetName}`} size="small" />
              </p>
            )}
            <div className="flex flex-wrap items-center justify-between gap-2 text-[0.8125rem] text-muted">
              <span>
                {syncedAt === undefined ? (
                  "Never synced"
                ) : (
                  <>
                    Synced <Time value={syncedAt.toISOString()} now={now} />
                  </>
                )}
              </span>
              {standing.word === "Ignored" ? null : (
                <SendAgain
                  id={targetId}
                  targetName={targetName}
                  resourceType={resourceType}
                  resourceId={resourceId}
                  label={label}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
