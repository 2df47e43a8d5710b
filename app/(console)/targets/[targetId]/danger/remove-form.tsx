"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/button";
import { TextField } from "@/components/text-field";
import { ProblemNotice } from "../../../scim-clients/problem-notice";
import { useAct } from "../../../scim-clients/use-act";
import { removeTarget } from "./actions";

/** Removes the target after its name was typed. */
export function RemoveForm({ id, name }: { id: string; name: string }) {
  const { act, problem, isPending } = useAct();
  const router = useRouter();
  const errors = problem?.fieldErrors ?? {};
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        act(
          () => removeTarget({ id, typedName: form.get("typedName") }),
          () => router.push("/targets"),
        );
      }}
      className="space-y-4"
    >
      <TextField
        name="typedName"
        label={`Type ${name} to confirm`}
        autoComplete="off"
        spellCheck={false}
        error={errors.typedName}
      />
      {problem !== undefined && Object.keys(errors).length === 0 ? <ProblemNotice problem={problem} /> : null}
      <Button type="submit" kind="danger" disabled={isPending} className="max-w-full [overflow-wrap:anywhere]">
        {isPending ? "Removing …" : `Remove ${name}`}
      </Button>
    </form>
  );
}
