"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/button";
import { PasswordConfirmation } from "@/components/password-confirmation";
import { TextField } from "@/components/text-field";
import type { Confirmation } from "@/lib/console/confirm-password";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import { removeClient } from "./actions";

/** Removes the client after its name and the password were typed. */
export function RemoveForm({ id, name, confirmation }: { id: string; name: string; confirmation: Confirmation }) {
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
          () => removeClient({ id, typedName: form.get("typedName"), password: form.get("password") }),
          () => router.push("/scim-clients"),
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
      <PasswordConfirmation confirmation={confirmation} error={errors.password} />
      {problem !== undefined && Object.keys(errors).length === 0 ? <ProblemNotice problem={problem} /> : null}
      <Button type="submit" kind="danger" disabled={isPending}>
        {isPending ? "Removing …" : `Remove ${name}`}
      </Button>
    </form>
  );
}
