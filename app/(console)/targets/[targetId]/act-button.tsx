"use client";

import { type ReactNode, useState } from "react";
import { Button, describeButton } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { ActionResult } from "@/lib/console/owner-action";
import { ProblemNotice } from "../../scim-clients/problem-notice";
import { useAct } from "../../scim-clients/use-act";

type ActButtonProps<Value> = {
  label: ReactNode;
  /** What it says while it is done. */
  pending?: string;
  kind?: "plain" | "primary" | "danger";
  size?: "regular" | "small";
  isDisabled?: boolean;
  run: () => Promise<ActionResult<Value>>;
  onDone?: (value: Value) => void;
  /** Asked first, with what follows from it. */
  question?: { readonly title: string; readonly text: ReactNode; readonly yes: string; readonly no: string };
};

/** A button that does something, after a question where one is given. What was wrong stands below it. */
export function ActButton<Value>(props: ActButtonProps<Value>) {
  const { label, pending, kind = "plain", size = "regular", isDisabled = false, run, onDone, question } = props;
  const { act, problem, isPending, forget } = useAct();
  const [isAsking, setAsking] = useState(false);

  function start() {
    act(run, (value) => {
      setAsking(false);
      onDone?.(value);
    });
  }

  const close = () => {
    forget();
    setAsking(false);
  };
  return (
    <div className="space-y-2">
      <button
        type="button"
        className={describeButton(kind, size)}
        disabled={isPending || isDisabled}
        onClick={() => (question === undefined ? start() : setAsking(true))}
      >
        {isPending && pending !== undefined ? pending : label}
      </button>
      {question === undefined ? (
        <ProblemNotice problem={problem} />
      ) : (
        <Dialog title={question.title} isOpen={isAsking} onClose={close}>
          <div className="text-pretty [overflow-wrap:anywhere]">{question.text}</div>
          <div className="mt-3">
            <ProblemNotice problem={problem} />
          </div>
          <div className="mt-4 flex flex-wrap gap-2">
            <button type="button" className={describeButton(kind)} onClick={start} disabled={isPending}>
              {question.yes}
            </button>
            <Button onClick={close}>{question.no}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
