"use client";

import { useState } from "react";
import { PasswordConfirmation } from "@/components/password-confirmation";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { Confirmation } from "@/lib/console/confirm-password";

export type PersonValues = {
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly formattedName: string;
  readonly role: string;
};

type Props = {
  values: PersonValues;
  errors: Readonly<Record<string, string>>;
  /** Roles that the person at the form may give. */
  roles: readonly string[];
  confirmation: Confirmation;
  /** Why the role cannot be changed here. */
  fixedRole?: string | undefined;
};

/** The fields of a person's form. To make somebody an owner it asks for the password too. */
export function PersonFields({ values, errors, roles, confirmation, fixedRole }: Props) {
  const [role, setRole] = useState(values.role);
  return (
    <>
      <TextField
        name="userName"
        label="userName"
        defaultValue={values.userName}
        error={errors.userName}
        hint="What identity providers know the person by; mostly their email address."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="givenName"
          label="Given name"
          defaultValue={values.givenName}
          error={errors.givenName}
          autoComplete="off"
        />
        <TextField
          name="familyName"
          label="Family name"
          defaultValue={values.familyName}
          error={errors.familyName}
          autoComplete="off"
        />
      </div>
      <TextField
        name="formattedName"
        label="Full name, where it differs"
        defaultValue={values.formattedName}
        error={errors.formattedName}
        hint="Empty: given name and family name."
        autoComplete="off"
      />
      <TextField
        name="email"
        label="Email"
        inputMode="email"
        defaultValue={values.email}
        error={errors.email}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {fixedRole === undefined ? (
        <SelectField
          name="role"
          label="Role"
          options={roles.map((value) => ({ value, name: value }))}
          value={role}
          onChange={({ target }) => setRole(target.value)}
          error={errors.role}
        />
      ) : (
        <div>
          <input type="hidden" name="role" value={values.role} />
          <p className="font-medium">Role</p>
          <p className="mt-1">
            {values.role} <span className="text-muted">({fixedRole})</span>
          </p>
        </div>
      )}
      {role === "owner" && values.role !== "owner" ? (
        <PasswordConfirmation confirmation={confirmation} error={errors.password}>
          An owner may do everything here, also take this from you. Your password confirms that it is you.
        </PasswordConfirmation>
      ) : null}
    </>
  );
}
