import { ExplanationCard } from "@/components/explanation-card";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { Time } from "@/components/time";
import type { ProblemView, StepView } from "@/lib/console/client-setup/setup-view";
import { TickForm } from "./tick-form";

type StepStateProps = { step: StepView; clientId: string; product: string; now: string };

/** How far a step is, in a sentence, and what to do about it. */
export function StepState({ step, clientId, product, now }: StepStateProps) {
  const { state } = step;
  switch (state.kind) {
    case "seen":
      return (
        <Notice tone="success">
          <p>{state.sentence}</p>
          <p className="mt-0.5 flex flex-wrap gap-x-3 text-[0.8125rem] text-muted">
            <Time value={state.at} now={now} />
            {state.isSimulated ? <span>sent by the simulator</span> : null}
            {state.href === undefined ? null : <Link href={state.href}>See the request</Link>}
          </p>
        </Notice>
      );
    case "problem":
      return <Problem problem={state.problem} now={now} />;
    case "done":
      return (
        <Notice tone="success">
          {state.at === undefined ? "Done, as a later step shows." : "Ticked off by hand "}
          {state.at === undefined ? null : <Time value={state.at} now={now} />}
          {state.at === undefined ? null : (
            <TickForm clientId={clientId} step={step.id} isDone>
              Take the tick back
            </TickForm>
          )}
        </Notice>
      );
    case "waiting":
      return (
        <Notice tone="info">
          Waiting for {product}. This step ticks itself when the request arrives; nothing needs to be clicked here.
        </Notice>
      );
    case "todo":
      if (step.isProvable) return <p className="text-muted">This step ticks itself, after the ones before it.</p>;
      return (
        <TickForm clientId={clientId} step={step.id} isDone={false}>
          I have done this
        </TickForm>
      );
  }
}

function Problem({ problem, now }: { problem: ProblemView; now: string }) {
  const { card, sentence, detail, href, at, isUncertain } = problem;
  return (
    <div className="space-y-2">
      {card === undefined ? (
        <Notice tone="danger">
          <p className="font-semibold">{sentence}</p>
          {detail === undefined ? null : <p className="mt-1 text-pretty">{detail}</p>}
        </Notice>
      ) : (
        <ExplanationCard card={card} />
      )}
      <p className="text-[0.8125rem] text-muted text-pretty">
        Received <Time value={at} now={now} />.{" "}
        {isUncertain
          ? "No token names the sender, so that it may come from somewhere else; if you have just tried it, it was you. "
          : null}
        {href === undefined ? null : <Link href={href}>See the request</Link>}
      </p>
    </div>
  );
}
