"use client";

import { useEffect, useRef, useState } from "react";
import { PageHeading } from "@/components/page-heading";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import { useHydrated } from "@/components/use-hydrated";
import { type SetupField, setupFields, type TypedValues } from "./setup-state";

type SetupFormProps = {
  token: string;
  values: TypedValues;
  errors: Readonly<Partial<Record<SetupField, string>>>;
  submit: (form: FormData) => void;
  isPending: boolean;
};

/** Asks for the first organization and its owner. Works without scripts too. */
export function SetupForm({ token, values, errors, submit, isPending }: SetupFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [isPasswordVisible, setPasswordVisible] = useState(false);
  const isHydrated = useHydrated();
  const wrong = setupFields.filter((field) => errors[field] !== undefined);

  useEffect(() => {
    const first = setupFields.find((field) => errors[field] !== undefined);
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
  }, [errors]);

  return (
    <>
      <PageHeading title="Set up Roster">
        Make the first organization and the account of its owner. Identity providers then provision people and groups
        into it.
      </PageHeading>
      {wrong.length === 0 ? null : (
        <p role="alert" className="mt-6 rounded-md border border-danger px-3 py-2 text-danger">
          Nothing was made yet: {wrong.length === 1 ? "1 field needs" : `${wrong.length} fields need`} a change.
        </p>
      )}
      <form ref={form} action={submit} noValidate className="mt-6 space-y-8">
        <input type="hidden" name="token" value={token} />
        <fieldset className="space-y-5">
          <legend className="mb-3 text-base font-semibold">Organization</legend>
          <TextField
            name="organizationName"
            label="Name"
            autoComplete="organization"
            required
            defaultValue={values.organizationName}
            error={errors.organizationName}
          />
          <TextField
            name="subdomain"
            label="Subdomain (may stay empty)"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={values.subdomain}
            error={errors.subdomain}
            hint="The short name by which commands call the organization, such as acme, and the host it may be reached at. Empty is right when Roster serves a single organization."
          />
        </fieldset>
        <fieldset className="space-y-5">
          <legend className="mb-3 text-base font-semibold">Owner</legend>
          <TextField
            name="ownerName"
            label="Full name"
            autoComplete="name"
            required
            defaultValue={values.ownerName}
            error={errors.ownerName}
          />
          <TextField
            name="email"
            label="Email"
            type="email"
            autoComplete="username"
            required
            defaultValue={values.email}
            error={errors.email}
          />
          <TextField
            name="password"
            label="Password"
            type={isPasswordVisible ? "text" : "password"}
            autoComplete="new-password"
            required
            minLength={12}
            error={errors.password}
            hint={errors.password === undefined ? "12 characters or more." : undefined}
            suffix={
              isHydrated ? (
                <button
                  type="button"
                  aria-label={isPasswordVisible ? "Hide password" : "Show password"}
                  onClick={() => setPasswordVisible(!isPasswordVisible)}
                  className="w-14 shrink-0 rounded-r-md border-l border-line font-medium hover:bg-surface"
                >
                  {isPasswordVisible ? "Hide" : "Show"}
                </button>
              ) : null
            }
          />
        </fieldset>
        <PrimaryButton type="submit" disabled={isPending}>
          {isPending ? "Making the organization …" : "Make organization and owner"}
        </PrimaryButton>
      </form>
    </>
  );
}
