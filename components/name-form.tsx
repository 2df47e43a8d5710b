"use client";

import { type ReactNode, useActionState, useEffect } from "react";
import type { ActionState } from "@/lib/console/owner-action";
import { Button } from "./button";
import { FormResult } from "./form-result";
import { keepTyped } from "./keep-typed";
import { PrimaryButton } from "./primary-button";
import { TextField } from "./text-field";

type NameFormProps<Value> = {
  action: (previous: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>;
  /** What is named; absent for something new. */
  id?: string;
  label: string;
  name?: string;
  hint?: string;
  /** What the button does; `danger` for a name that is typed to confirm. */
  submit: string;
  kind?: "primary" | "danger";
  cancel: string;
  onDone: () => void;
  /** Stands above the field: what follows. */
  children?: ReactNode;
};

/** A form with a name alone: to make something, rename it, or confirm that it goes. It is done when the action succeeds. */
export function NameForm<Value>({ action, id, onDone, children, kind = "primary", ...words }: NameFormProps<Value>) {
  const [state, send, isPending] = useActionState<ActionState<Value>, FormData>(action, null);
  useEffect(() => {
    if (state?.ok) onDone();
  }, [state, onDone]);
  const error = state?.ok === false ? state.fieldErrors.name : undefined;
  return (
    <form action={send} onSubmit={keepTyped(send)} noValidate className="space-y-4">
      {children}
      {id === undefined ? null : <input type="hidden" name="id" value={id} />}
      <TextField
        name="name"
        label={words.label}
        defaultValue={words.name}
        error={error}
        autoComplete="off"
        {...(words.hint === undefined ? {} : { hint: words.hint })}
      />
      {error === undefined ? <FormResult state={state} done="Done." /> : null}
      <div className="flex flex-wrap gap-2">
        {kind === "danger" ? (
          <Button type="submit" kind="danger" disabled={isPending}>
            {words.submit}
          </Button>
        ) : (
          <PrimaryButton type="submit" disabled={isPending}>
            {words.submit}
          </PrimaryButton>
        )}
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </form>
  );
}
