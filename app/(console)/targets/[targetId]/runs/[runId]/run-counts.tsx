import { estimateRun } from "@/lib/console/targets/estimate-run";
import type { RunPage } from "@/lib/console/targets/run-page";
import { roughly } from "../../../count";

type Props = { run: RunPage["run"]; now: Date };

/** The figures of a run, and how far it is while it is under way. */
export function RunCounts({ run, now }: Props) {
  const isPlan = run.kind === "plan";
  const { planned } = run;
  const figures: readonly (readonly [string, number])[] = isPlan
    ? [
        ["+ Create", planned.create],
        ["~ Update", planned.update],
        ["− Deprovision", planned.deprovision],
        ["Conflicts", planned.conflict],
        ["Skipped", planned.skip],
        ["As they should be", run.unchanged],
      ]
    : [
        ["Created", run.created],
        ["Updated", run.updated],
        ["Deprovisioned", run.deprovisioned],
        ["As they should be", run.unchanged],
        ["Skipped", run.skipped],
        ["Conflicts", run.conflicts],
        ["Failed", run.failed],
        ...(run.planId === undefined ? [] : [["Stale", run.stale] as const]),
        ...(run.outcomes.held === 0 ? [] : [["Held", run.outcomes.held] as const]),
      ];
  return (
    <>
      {run.state === "running" ? <Progress run={run} now={now} /> : null}
      <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-3">
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt className="text-[0.8125rem] text-muted">{name}</dt>
            <dd className="text-base font-semibold tabular-nums">{figure.toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Progress({ run, now }: Props) {
  const { phase, looked, total, remainingMs } = estimateRun(run, now);
  return (
    <div className="mt-4 max-w-xl">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{phase}</span>
        <span className="text-muted tabular-nums">
          {looked === undefined ? "" : `${looked.toLocaleString("en")} of ${total.toLocaleString("en")}`}
          {remainingMs === undefined ? "" : `, ${roughly(remainingMs)} left`}
        </span>
      </p>
      <progress
        aria-label="Progress"
        {...(looked === undefined ? {} : { value: looked })}
        max={Math.max(total, 1)}
        className="mt-1 h-2 w-full accent-accent"
      />
    </div>
  );
}
