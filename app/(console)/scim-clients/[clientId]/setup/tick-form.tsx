"use client";

import type { ReactNode } from "react";
import { useActionState } from "react";
import { Button } from "@/components/button";
import { tickStep } from "./actions";

type TickFormProps = { clientId: string; step: string; isDone: boolean; children: ReactNode };

/** Ticks a step off that no request proves, or takes the tick back. Works without scripts too. */
export function TickForm({ clientId, step, isDone, children }: TickFormProps) {
  const [state, submit, isPending] = useActionState(tickStep, null);
  return (
    <form action={submit} className="mt-2">
      <input type="hidden" name="clientId" value={clientId} />
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="isDone" value={isDone ? "" : "yes"} />
      <Button type="submit" size="small" disabled={isPending}>
        {children}
      </Button>
      {state?.ok === false ? (
        <p role="alert" className="mt-1 text-danger">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
