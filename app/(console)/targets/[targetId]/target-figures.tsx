import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { Sparkline } from "@/components/sparkline";
import { Time } from "@/components/time";
import type { TargetOverview } from "@/lib/console/targets/target-overview";
import type { ShownTarget } from "@/lib/console/targets/view-target";
import { count } from "../count";

type TargetFiguresProps = Pick<TargetOverview, "day" | "requests"> & {
  target: Pick<ShownTarget, "figures">;
  base: string;
  now: string;
};

/** Who is at the target, what waits, what is wrong, and how much is asked of it. */
export function TargetFigures({ target: { figures }, day, requests, base, now }: TargetFiguresProps) {
  const { people, groups, jobs, problems } = figures;
  const { failing, invalid, conflict, refused } = problems;
  const wrong = invalid + conflict + refused + failing;
  const attempts = day.reduce((sum, hour) => sum + hour.requests, 0);
  const failed = day.reduce((sum, hour) => sum + hour.failed, 0);
  const kinds = list([
    [conflict, conflict === 1 ? "conflict" : "conflicts"],
    [refused, "refused"],
    [invalid, "invalid"],
    [failing, "tried again"],
  ]);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 border-y border-line py-4 sm:grid-cols-3 lg:grid-cols-5">
      <Figure term="People" value={people.linked} href={`${base}/resources?state=linked`}>
        {list([
          [people.deactivated, "deactivated"],
          [people.ignored, "left out"],
          [people.creating, "being created"],
        ]) || "linked there"}
      </Figure>
      <Figure term="Groups" value={groups.linked} href={`${base}/resources?state=linked`}>
        {list([
          [groups.ignored, "left out"],
          [groups.creating, "being created"],
        ]) || "linked there"}
      </Figure>
      <Figure term="Waiting" value={jobs.total} href={`${base}/resources?state=waiting`}>
        {jobs.oldestQueuedAt === undefined ? (
          "Nothing waits"
        ) : (
          <>
            the oldest since <Time value={jobs.oldestQueuedAt.toISOString()} now={now} />
            {jobs.failing === 0 ? "" : `, ${jobs.failing.toLocaleString("en")} tried again`}
            {jobs.held === 0 ? "" : `, ${jobs.held.toLocaleString("en")} held`}
          </>
        )}
      </Figure>
      <Figure term="Problems" value={wrong} href={`${base}/resources?state=problems`}>
        {wrong === 0 ? "Nobody needs a look" : kinds}
      </Figure>
      <Figure term="Done in 24 hours" value={attempts - failed}>
        <Sparkline
          bars={day}
          name={`In 24 hours: ${attempts.toLocaleString("en")} attempts, ${failed} of them failed`}
        />
        <span className="block">
          {failed === 0 ? "no attempt failed" : `${count(failed, "attempt", "attempts")} failed`}
          {requests === 0 ? "" : `, ${count(requests, "request", "requests")}`}
        </span>
      </Figure>
    </dl>
  );
}

type FigureProps = { term: string; value: number; href?: string; children: ReactNode };

function Figure({ term, value, href, children }: FigureProps) {
  const number = value.toLocaleString("en");
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-muted">{term}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">
        {href === undefined || value === 0 ? (
          number
        ) : (
          <Link href={href} className="text-text underline decoration-line-strong underline-offset-4">
            {number}
          </Link>
        )}
      </dd>
      <dd className="mt-1 text-[0.8125rem] text-pretty text-muted">{children}</dd>
    </div>
  );
}

/** "3 deactivated, 1 left out": the numbers that are not 0. */
function list(parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([number]) => number > 0)
    .map(([number, name]) => `${number.toLocaleString("en")} ${name}`)
    .join(", ");
}
