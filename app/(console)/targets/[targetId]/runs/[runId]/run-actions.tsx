"use client";

import { useRouter } from "next/navigation";
import { count } from "../../../count";
import { ActButton } from "../../act-button";
import { decideHeld } from "../../actions";
import { applyThisPlan, cancelThisRun } from "../actions";

type Props = {
  id: string;
  targetName: string;
  isPaused: boolean;
  run: {
    readonly id: string;
    readonly kind: "reconcile" | "plan";
    readonly state: string;
    readonly planned: {
      readonly create: number;
      readonly update: number;
      readonly deprovision: number;
      readonly conflict: number;
      readonly skip: number;
    };
    readonly held: number;
    /** Rows of the plan that are not done yet. */
    readonly open: number;
  };
};

/** What may be done about a run: apply a plan, decide about what is held, cancel what is under way. */
export function RunActions({ id, targetName, isPaused, run }: Props) {
  const router = useRouter();
  const { create, update, deprovision, conflict, skip } = run.planned;
  const work = create + update + deprovision + conflict;
  const mayApply = run.kind === "plan" && run.state === "done" && work > 0 && run.open > skip;
  const mayCancel = run.state === "running" || run.state === "held";
  return (
    <div className="mt-4 flex flex-wrap items-start gap-2 empty:hidden">
      {mayApply && isPaused ? (
        <p className="text-pretty text-muted">
          The plan can be applied once {targetName} is resumed. Resuming begins a full reconcile as well.
        </p>
      ) : null}
      {mayApply && !isPaused ? (
        <ActButton
          kind="primary"
          label="Apply exactly this plan"
          run={() => applyThisPlan({ id, runId: run.id })}
          onDone={({ runId }) => router.push(`/targets/${id}/runs/${runId}`)}
          question={{
            title: "Apply exactly this plan?",
            text: `At ${targetName} ${listNumbers(run.planned)}. Rows that have changed since the plan was made, here or there, are left as they are and listed.`,
            yes: `Apply to ${count(work, "resource", "resources")}`,
            no: "Not now",
          }}
        />
      ) : null}
      {run.held > 0 ? (
        <>
          <ActButton
            kind="danger"
            label={`Allow ${count(run.held, "deprovision", "deprovisions")}`}
            run={() => decideHeld({ id, decision: "allow" })}
            question={{
              title: `Allow ${count(run.held, "deprovision", "deprovisions")}?`,
              text: `${count(run.held, "person or group loses", "people and groups lose")} what they have at ${targetName}, as the target's options say, and everything else that is held there goes on too. The breaker lets further ones pass for an hour.`,
              yes: `Allow ${run.held.toLocaleString("en")}`,
              no: "Not now",
            }}
          />
          <ActButton
            label="Leave them as they are"
            run={() => decideHeld({ id, decision: "discard" })}
            question={{
              title: `Leave ${count(run.held, "resource", "resources")} at ${targetName}?`,
              text: `All that is held there stays as it is, at least these ${run.held.toLocaleString("en")}, and is ignored from now on: nothing is sent about it any more until somebody stops ignoring it.`,
              yes: `Leave ${run.held.toLocaleString("en")}`,
              no: "Not now",
            }}
          />
        </>
      ) : null}
      {mayCancel ? (
        <ActButton
          label="Cancel"
          run={() => cancelThisRun({ id, runId: run.id })}
          question={{
            title: run.kind === "plan" ? "Cancel this plan?" : "Cancel this run?",
            text:
              run.kind === "plan"
                ? "Nothing was changed, and what was found so far cannot be applied."
                : "What was done of it stays done. What was not done yet is left to the next reconcile.",
            yes: "Cancel it",
            no: "Let it go on",
          }}
        />
      ) : null}
    </div>
  );
}

function listNumbers({ create, update, deprovision, conflict }: Props["run"]["planned"]): string {
  const parts = [
    ...(create > 0 ? [`${count(create, "resource is", "resources are")} created`] : []),
    ...(update > 0 ? [`${count(update, "is", "are")} updated`] : []),
    ...(deprovision > 0 ? [`${count(deprovision, "is", "are")} deprovisioned`] : []),
    ...(conflict > 0 ? [`${count(conflict, "is", "are")} linked where there is a single match`] : []),
  ];
  return new Intl.ListFormat("en", { type: "conjunction" }).format(parts);
}
