import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { describeAttempt } from "@/lib/console/targets/describe-attempt";
import type { TargetOverview } from "@/lib/console/targets/target-overview";

type LatestAttemptsProps = { attempts: TargetOverview["latest"]; base: string; now: string };

/** What was done or tried there last, each in a sentence that leads to the person or group. */
export function LatestAttempts({ attempts, base, now }: LatestAttemptsProps) {
  return (
    <ul className="divide-y divide-line border-y border-line text-[0.8125rem]">
      {attempts.map((attempt) => {
        const { tone, word, before } = describeAttempt(attempt);
        return (
          <li key={attempt.id} className="flex flex-wrap items-start gap-x-3 gap-y-0.5 py-2">
            <StatusBadge tone={tone}>{word}</StatusBadge>
            <span className="min-w-40 flex-1 [overflow-wrap:anywhere]">
              {before} <Link href={`${base}/resources/${attempt.resourceId}`}>{attempt.label}</Link>
              {attempt.outcome === "done" ? null : <span className="block text-muted">{attempt.detail}</span>}
            </span>
            <Time value={attempt.at.toISOString()} now={now} />
          </li>
        );
      })}
    </ul>
  );
}
