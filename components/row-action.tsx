"use client";

import { useState, useTransition } from "react";
import { Button } from "./button";

type RowActionProps = {
  /** What the button says, and to what it applies for screen readers: "Take out" and "Ada Lovelace". */
  label: string;
  name: string;
  act: () => Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
};

/** A small button in a row of a list, whose act is done at once. What goes wrong stands beside it. */
export function RowAction({ label, name, act }: RowActionProps) {
  const [problem, setProblem] = useState("");
  const [isPending, startTransition] = useTransition();
  return (
    <>
      {problem === "" ? null : (
        <span role="alert" className="text-danger">
          {problem}
        </span>
      )}
      <Button
        size="small"
        aria-label={`${label} ${name}`}
        disabled={isPending}
        onClick={() =>
          startTransition(async () => {
            const result = await act();
            setProblem(result.ok ? "" : result.message);
          })
        }
      >
        {label}
      </Button>
    </>
  );
}
