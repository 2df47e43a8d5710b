import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { RefreshWhile } from "@/components/refresh-while";
import { StatusBadge } from "@/components/status-badge";
import { findFollowedRun, readSays } from "@/lib/console/targets/target-overview";
import { viewRun } from "@/lib/console/targets/view-run";
import { count } from "../../count";
import { CapabilityCard } from "../capability-card";
import { loadTarget } from "../load-target";
import { RunProgress } from "../run-progress";
import { describeScope } from "../target-facts";
import { PlanButton } from "./plan-button";
import { PlanFigures } from "./plan-figures";
import { StartButton } from "./start-button";

export const metadata: Metadata = { title: "Start" };

type Props = { params: Promise<{ targetId: string }> };

/** From a target that was just made to the first person there: what it can do, what would be done, then the start. */
export default async function StartPage({ params }: Props) {
  const { access, stored, target, isNew, now: date } = await loadTarget((await params).targetId);
  const base = `/targets/${target.id}`;
  if (!isNew) redirect(base);
  const now = date.toISOString();
  const says = readSays(stored);
  const current = findFollowedRun(target.figures, date);
  const { lastPlan } = target.figures;
  const plan = lastPlan === undefined ? undefined : await viewRun(access.database, stored, lastPlan.id);
  const isReached = target.findings.length > 0 && target.findings.every(({ tone }) => tone !== "danger");
  const isPlanned = plan?.state === "done";
  return (
    <div className="max-w-3xl">
      <RefreshWhile everyMs={current === undefined ? undefined : 1_500} />
      <ol className="space-y-8">
        <Step number={1} title="What it can do" state={isReached ? "done" : "problem"}>
          <CapabilityCard target={target} says={says} now={now} />
          {isReached ? null : (
            <p className="mt-3 text-pretty">
              Is the address wrong, or the token? <Link href={`${base}/credential`}>Change base URL or credential</Link>
              , then check again.
            </p>
          )}
        </Step>
        <Step number={2} title="What Roster would do there" state={isPlanned ? "done" : "open"}>
          <p className="mb-3 text-pretty text-muted">
            A plan compares everybody who belongs to it with who is there, and changes nothing. Who belongs to it:{" "}
            {describeScope(target.scope)}. <Link href={`${base}/options`}>Change who, and the options</Link>
          </p>
          {plan?.state === "failed" ? (
            <div className="mb-3">
              <Notice tone="danger">{plan.detail ?? "The plan could not be made."}</Notice>
            </div>
          ) : null}
          {isPlanned ? <PlanFigures plan={plan} href={`${base}/runs/${plan.id}`} now={now} /> : null}
          {current === undefined ? (
            <PlanButton id={target.id} isAgain={plan !== undefined} isDisabled={!isReached} isPrimary={!isPlanned} />
          ) : (
            <RunProgress current={current} base={base} now={now} />
          )}
        </Step>
        <Step number={3} title="Start" state="open">
          <p className="mb-3 text-pretty text-muted">
            From then on every change here reaches {target.name} within seconds, and once an hour everything is
            compared. You can pause it at any time.
          </p>
          <StartButton
            id={target.id}
            name={target.name}
            isDisabled={!isReached || current !== undefined}
            isPrimary={isPlanned}
            consequence={
              isPlanned
                ? `${count(plan.planned.create, "person or group is", "people and groups are")} created at ${target.name}, ${plan.planned.update.toLocaleString("en")} updated, and ${plan.planned.deprovision.toLocaleString("en")} deprovisioned, by the plan.`
                : undefined
            }
          />
        </Step>
      </ol>
    </div>
  );
}

type StepProps = { number: number; title: string; state: "done" | "open" | "problem"; children: ReactNode };

function Step({ number, title, state, children }: StepProps) {
  const id = `step-${number}`;
  return (
    <li>
      <section aria-labelledby={id} className="min-w-0">
        <h2 id={id} className="mb-3 flex flex-wrap items-center gap-x-3 text-base font-semibold">
          <span>
            {number}. {title}
          </span>
          <span className="text-[0.8125rem] font-normal">
            {state === "done" ? <StatusBadge tone="success">Done</StatusBadge> : null}
            {state === "problem" ? <StatusBadge tone="danger">Needs a look</StatusBadge> : null}
          </span>
        </h2>
        {children}
      </section>
    </li>
  );
}
