"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { unsubscribePerson } from "../actions";

/** Ends a subscription at once: subscribing the person again undoes it. */
export function Unsubscribe({ streamId, userId, name }: { streamId: string; userId: string; name: string }) {
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
        aria-label={`Unsubscribe ${name}`}
        disabled={isPending}
        onClick={() =>
          startTransition(async () => {
            const result = await unsubscribePerson({ id: streamId, userId });
            setProblem(result.ok ? "" : result.message);
          })
        }
      >
        Unsubscribe
      </Button>
    </>
  );
}
