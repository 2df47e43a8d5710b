"use client";

import { useState, useTransition } from "react";
import type { ActionResult } from "@/lib/console/owner-action";

export type Problem = { readonly message: string; readonly fieldErrors: Readonly<Record<string, string>> };

/** Runs acts one at a time and keeps what was wrong with the last one. */
export function useAct() {
  const [problem, setProblem] = useState<Problem>();
  const [isPending, startTransition] = useTransition();

  function act<Value>(run: () => Promise<ActionResult<Value>>, onDone: (value: Value) => void) {
    startTransition(async () => {
      const result = await run();
      setProblem(result.ok ? undefined : result);
      if (result.ok) onDone(result.value);
    });
  }

  return { act, problem, isPending, forget: () => setProblem(undefined) };
}
