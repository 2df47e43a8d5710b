"use client";

import { useActionState } from "react";
import { FormResult } from "@/components/form-result";
import { keepTyped } from "@/components/keep-typed";
import { PrimaryButton } from "@/components/primary-button";
import type { Confirmation } from "@/lib/console/confirm-password";
import { addPerson } from "../actions";
import { PersonFields } from "../person-fields";

const nobody = { userName: "", email: "", givenName: "", familyName: "", formattedName: "", role: "member" };

/** Asks for a new person. */
export function NewPersonForm({ roles, confirmation }: { roles: readonly string[]; confirmation: Confirmation }) {
  const [state, add, isPending] = useActionState(addPerson, null);
  const errors = state?.ok === false ? state.fieldErrors : {};
  return (
    <form action={add} onSubmit={keepTyped(add)} noValidate className="mt-6 max-w-2xl space-y-4">
      <PersonFields values={nobody} errors={errors} roles={roles} confirmation={confirmation} />
      <FormResult state={state} done="The person is added." />
      <PrimaryButton type="submit" disabled={isPending}>
        {isPending ? "Adding …" : "Add the person"}
      </PrimaryButton>
    </form>
  );
}
