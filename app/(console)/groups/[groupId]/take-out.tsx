"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { takeOutMember } from "../actions";

/** Takes somebody out of the group at once: adding them again undoes it. */
export function TakeOut({ groupId, memberId, name }: { groupId: string; memberId: string; name: string }) {
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
        aria-label={`Take ${name} out`}
        disabled={isPending}
        onClick={() =>
          startTransition(async () => {
            const result = await takeOutMember({ id: groupId, memberId });
            setProblem(result.ok ? "" : result.message);
          })
        }
      >
        Take out
      </Button>
    </>
  );
}
