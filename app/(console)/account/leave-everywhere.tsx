"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { FormResult } from "@/components/form-result";
import { leaveEverywhere } from "./actions";

/** Ends every session of the account. It takes nothing that signing in does not bring back, so it does not ask first. */
export function LeaveEverywhere() {
  const [state, submit, isPending] = useActionState(leaveEverywhere, null);
  return (
    <form action={submit} className="mt-3 space-y-3">
      <FormResult state={state} done="" />
      <Button type="submit" disabled={isPending}>
        Sign out everywhere
      </Button>
    </form>
  );
}
