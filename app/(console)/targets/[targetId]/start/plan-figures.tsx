import { Link } from "@/components/link";
import { Time } from "@/components/time";
import type { ShownRun } from "@/lib/console/targets/view-run";

type PlanFiguresProps = { plan: ShownRun; href: string; now: string };

/** What a plan means to do, in numbers. */
export function PlanFigures({ plan, href, now }: PlanFiguresProps) {
  const { create, update, deprovision, conflict, skip } = plan.planned;
  const figures = [
    ["create", create],
    ["update", update],
    ["deprovision", deprovision],
    ["conflicts", conflict],
    ["left out", skip],
  ] as const;
  return (
    <div className="mb-4 rounded-md border border-line px-4 py-3">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-5">
        {figures.map(([name, number]) => (
          <div key={name}>
            <dt className="text-[0.8125rem] text-muted">{name}</dt>
            <dd className="text-xl font-semibold tabular-nums">{number.toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-pretty">
        {create + update + deprovision === 0 ? "Nothing would be changed there. " : null}
        {plan.unchanged === 0 ? null : `${plan.unchanged.toLocaleString("en")} are there as they should be. `}
        <Link href={href}>See everyone in the plan, and why</Link>
        <span className="text-muted">
          {" "}
          · made <Time value={(plan.finishedAt ?? plan.startedAt).toISOString()} now={now} />
        </span>
      </p>
    </div>
  );
}
