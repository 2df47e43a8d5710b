"use client";

import { CopyLine } from "@/components/copy-line";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import type { SetupView, StepView } from "@/lib/console/client-setup/setup-view";
import { DrawnScreen } from "./drawn-screen";
import { EndCard } from "./end-card";
import { ReceivedPanel } from "./received-panel";
import { RichText } from "./rich-text";
import { SimulatorPanel } from "./simulator-panel";
import { StepRail } from "./step-rail";
import { StepState } from "./step-state";
import { useLiveView } from "./use-live-view";

/** The set-up of a SCIM client: the steps, the one that is shown, and what has been received. */
export function Setup({ initial, wantedStep }: { initial: SetupView; wantedStep: string | undefined }) {
  const { view, liveness } = useLiveView(initial);
  const { steps, currentStepId, place, clientId } = view;
  const shown = steps.find(({ id }) => id === (wantedStep ?? currentStepId)) ?? steps.at(-1);
  const isSandbox = place === "sandbox";
  return (
    <div className="space-y-4">
      {isSandbox ? (
        <Notice tone="info">
          This is the rehearsal in the sandbox: it shows what the simulator sent there. Nothing of it reached your
          people. <Link href={`/scim-clients/${clientId}/setup`}>Back to {view.clientName} itself</Link>
        </Notice>
      ) : null}
      {view.reach !== undefined && !isSandbox ? <Notice tone="warning">{view.reach}</Notice> : null}
      {view.isPaused && !isSandbox ? (
        <Notice tone="warning">
          {view.clientName} is paused: every request is asked to come back later, and no step ticks itself. Resume it
          above.
        </Notice>
      ) : null}
      {view.isComplete ? <EndCard view={view} /> : null}
      <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] xl:grid-cols-[13rem_minmax(0,1fr)_18.5rem]">
        <StepRail steps={steps} shownId={shown?.id ?? ""} place={place} clientId={clientId} />
        {shown === undefined ? null : <Step step={shown} view={view} />}
        <div className="space-y-8 lg:col-start-2 xl:col-start-3">
          <ReceivedPanel view={view} liveness={liveness} />
          <SimulatorPanel view={view} />
        </div>
      </div>
    </div>
  );
}

function Step({ step, view }: { step: StepView; view: SetupView }) {
  const { screen, command, quirks, remarks, state } = step;
  const howFar = (
    <div aria-live="polite">
      <StepState step={step} clientId={view.clientId} product={view.product} now={view.now} />
    </div>
  );
  return (
    <section aria-labelledby="step-title" className="min-w-0 space-y-4">
      <h2 id="step-title" className="text-base font-semibold">
        {step.number}. {step.title}
      </h2>
      {/* What is wrong comes before what was to be done. */}
      {state.kind === "problem" ? howFar : null}
      {step.instructions.map((line) => (
        <p key={line} className="text-pretty">
          <RichText text={line} />
        </p>
      ))}
      {screen === undefined ? null : (
        <DrawnScreen
          screen={screen}
          product={view.product}
          clientId={view.clientId}
          tokenLastFour={view.tokenLastFour}
        />
      )}
      {command === undefined ? null : <CopyLine text={command} name="command" />}
      {quirks.length === 0 ? null : (
        <div>
          <h3 className="font-semibold">Good to know</h3>
          <ul className="mt-1 list-disc space-y-1 pl-5">
            {quirks.map((quirk) => (
              <li key={quirk} className="text-pretty">
                <RichText text={quirk} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {remarks.map((remark) => (
        <Notice key={remark} tone="info">
          {remark}
        </Notice>
      ))}
      {state.kind === "problem" ? null : howFar}
    </section>
  );
}
