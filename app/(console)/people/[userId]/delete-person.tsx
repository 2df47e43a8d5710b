"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { FormResult } from "@/components/form-result";
import { keepTyped } from "@/components/keep-typed";
import { Notice } from "@/components/notice";
import { PasswordConfirmation } from "@/components/password-confirmation";
import { TextField } from "@/components/text-field";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { PersonView } from "@/lib/console/directory/person";
import { deletePerson } from "../actions";

type Props = { person: PersonView; confirmation: Confirmation; onDone: () => void };

/** Deletes a person for good: asks for their userName and the owner's password. */
export function DeletePerson({ person, confirmation, onDone }: Props) {
  const [state, remove, isPending] = useActionState(deletePerson, null);
  const errors = state?.ok === false ? state.fieldErrors : {};
  const { id, name, userName, managers, directGroups, streams, isActive } = person;
  const [provider] = managers;
  return (
    <form action={remove} onSubmit={keepTyped(remove)} noValidate className="space-y-4">
      <p className="text-pretty">
        {name} is taken out of {count(directGroups, "group")} and {count(streams.length, "stream")} and is gone for
        good; the timeline is kept for as long as changes are.{" "}
        {isActive ? "To take away access and be able to undo it, deactivate them instead." : ""}
      </p>
      {provider === undefined ? null : (
        <Notice tone="warning">
          {provider.provider} manages {name} and may make them anew, as somebody with another id. Unassign them there
          first.
        </Notice>
      )}
      <input type="hidden" name="id" value={id} />
      <TextField
        name="userName"
        label={`Type ${userName} to delete`}
        error={errors.userName}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordConfirmation confirmation={confirmation} error={errors.password} />
      <FormResult state={state} done="Deleted." />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="danger" disabled={isPending}>
          {isPending ? "Deleting …" : "Delete for good"}
        </Button>
        <Button onClick={onDone}>Keep {name}</Button>
      </div>
    </form>
  );
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
