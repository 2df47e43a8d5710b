"use client";

import { useActionState, useEffect } from "react";
import { Button } from "@/components/button";
import { FormResult } from "@/components/form-result";
import { keepTyped } from "@/components/keep-typed";
import { ManagedNotice } from "@/components/managed-notice";
import { PrimaryButton } from "@/components/primary-button";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { PersonView } from "@/lib/console/directory/person";
import { editPerson } from "../actions";
import { PersonFields } from "../person-fields";

type Props = { person: PersonView; roles: readonly string[]; confirmation: Confirmation; onDone: () => void };

/** Changes a person by hand, with the warning that an identity provider may send it again. */
export function EditPerson({ person, roles, confirmation, onDone }: Props) {
  const [state, save, isPending] = useActionState(editPerson, null);
  const errors = state?.ok === false ? state.fieldErrors : {};
  useEffect(() => {
    if (state?.ok) onDone();
  }, [state, onDone]);
  return (
    <form action={save} onSubmit={keepTyped(save)} noValidate className="space-y-4">
      <ManagedNotice name={person.name} providers={person.managers.map(({ provider }) => provider)} />
      <input type="hidden" name="id" value={person.id} />
      <input type="hidden" name="version" value={person.version} />
      <PersonFields
        values={{ ...person, email: person.email ?? "" }}
        errors={errors}
        roles={roles}
        confirmation={confirmation}
        {...(person.isSelf ? { fixedRole: "somebody else has to change yours" } : {})}
      />
      <FormResult state={state} done="Saved." />
      <div className="flex flex-wrap gap-2">
        <PrimaryButton type="submit" disabled={isPending}>
          {isPending ? "Saving …" : "Save"}
        </PrimaryButton>
        <Button onClick={onDone}>Leave it as it is</Button>
      </div>
    </form>
  );
}
