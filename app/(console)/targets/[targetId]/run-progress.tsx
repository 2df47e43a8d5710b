import { Link } from "@/components/link";
import { Time } from "@/components/time";
import type { FollowedRun } from "@/lib/console/targets/target-overview";
import { roughly } from "../count";

type RunProgressProps = {
  current: FollowedRun;
  base: string;
  now: string;
};

/** A run under way: what it does now, how far it is, and how long it will take yet. */
export function RunProgress({ current: { run, progress }, base, now }: RunProgressProps) {
  const { phase, looked, total, remainingMs } = progress;
  const what = run.kind === "plan" ? "Plan" : "Reconcile";
  const so = [
    ...(looked === undefined ? [] : [`${looked.toLocaleString("en")} of ${total.toLocaleString("en")}`]),
    ...(remainingMs === undefined ? [] : [`${roughly(remainingMs)} left`]),
  ].join(", ");
  return (
    <div className="rounded-md border border-line px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="grow font-medium">
          {what}: {phase} …
        </span>
        <span className="text-muted tabular-nums">{so}</span>
      </p>
      <progress
        aria-label={`${what}, ${phase}`}
        value={looked === undefined || total === 0 ? undefined : looked}
        max={Math.max(1, total)}
        className="mt-2 block h-2 w-full accent-accent"
      />
      <p className="mt-1 text-[0.8125rem] text-muted">
        Begun <Time value={run.startedAt.toISOString()} now={now} />, {run.requests.toLocaleString("en")} requests.{" "}
        <Link href={`${base}/runs/${run.id}`}>See the run</Link>
      </p>
    </div>
  );
}
