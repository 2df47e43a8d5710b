"use client";

import { useActionState, useEffect, useRef } from "react";
import { FormResult } from "@/components/form-result";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import { savePassword } from "./actions";

/** Changes the password. The present one is asked for, so that an open browser is not enough. */
export function PasswordForm() {
  const [state, submit, isPending] = useActionState(savePassword, null);
  const form = useRef<HTMLFormElement>(null);
  const errors = state?.ok === false ? state.fieldErrors : {};
  useEffect(() => {
    if (state?.ok === false) form.current?.querySelector<HTMLInputElement>("[aria-invalid]")?.focus();
  }, [state]);
  return (
    <form ref={form} action={submit} noValidate className="mt-3 max-w-sm space-y-4">
      <TextField
        name="password"
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        error={errors.password}
      />
      <TextField
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        error={errors.newPassword}
        hint="12 characters or more. Every other session of yours ends; this browser stays signed in."
      />
      <FormResult state={state} done="Your password is changed, and every other session has ended." />
      <PrimaryButton type="submit" disabled={isPending}>
        {isPending ? "Changing …" : "Change password"}
      </PrimaryButton>
    </form>
  );
}
