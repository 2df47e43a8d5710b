import type { ShownAttempt } from "@/lib/console/targets/attempt-words";
import { formatDuration } from "./activity/activity-table";
import { DataTable } from "./data-table";
import { Link } from "./link";
import { StatusBadge } from "./status-badge";
import { Time } from "./time";

type Hideable = "target" | "resource" | "run" | "request";

type Props = {
  attempts: readonly ShownAttempt[];
  /** The server's clock, ISO 8601. */
  now: string;
  /** What the page is about needs no column. */
  hides?: readonly Hideable[];
};

/** What was tried at targets and what came of it, each leading to the request and run that caused it. */
export function AttemptTable({ attempts, now, hides = [] }: Props) {
  const shows = (what: Hideable) => !hides.includes(what);
  const columns = [
    "Time",
    "Outcome",
    ...(shows("target") ? ["Target"] : []),
    ...(shows("resource") ? ["Who"] : []),
    "What happened",
    { name: "Requests", isNumber: true },
    { name: "Duration", isNumber: true },
    ...(shows("request") || shows("run") ? ["Caused by"] : []),
  ];
  return (
    <DataTable caption="Tries" columns={columns}>
      {attempts.map((attempt) => (
        <tr key={attempt.id}>
          <td>
            <Time value={attempt.at.toISOString()} now={now} />
          </td>
          <td>
            <StatusBadge tone={attempt.standing.tone}>{attempt.standing.word}</StatusBadge>
          </td>
          {shows("target") ? (
            <td className="min-w-24 [overflow-wrap:anywhere]">
              <Link href={`/targets/${attempt.targetId}`}>{attempt.targetName}</Link>
            </td>
          ) : null}
          {shows("resource") ? (
            <td className="min-w-32 [overflow-wrap:anywhere]">
              <Link href={`/targets/${attempt.targetId}/resources/${attempt.resourceId}`}>{attempt.label}</Link>
            </td>
          ) : null}
          <td className="min-w-56 max-w-96 [overflow-wrap:anywhere]">
            <span className="font-medium">{attempt.verb}.</span> {attempt.detail}
          </td>
          <td className="text-right tabular-nums">{attempt.requests}</td>
          <td className="text-right whitespace-nowrap tabular-nums">{formatDuration(attempt.durationMs)}</td>
          {shows("request") || shows("run") ? (
            <td className="whitespace-nowrap">
              <Cause attempt={attempt} showsRun={shows("run")} showsRequest={shows("request")} />
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}

function Cause({
  attempt: { requestId, runId, targetId, at, label },
  showsRun,
  showsRequest,
}: {
  attempt: ShownAttempt;
  showsRun: boolean;
  showsRequest: boolean;
}) {
  const request = showsRequest ? requestId : undefined;
  const run = showsRun ? runId : undefined;
  if (request === undefined && run === undefined) return <span className="text-muted">No request</span>;
  const which = <span className="sr-only">{` of the try for ${label} at ${at.toISOString()}`}</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {request === undefined ? null : (
        <Link href={`/activity/${request}`}>
          Request
          {which}
        </Link>
      )}
      {run === undefined ? null : (
        <Link href={`/targets/${targetId}/runs/${run}`}>
          Run
          {which}
        </Link>
      )}
    </span>
  );
}
