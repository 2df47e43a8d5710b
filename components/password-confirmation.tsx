"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import type { Confirmation } from "@/lib/console/confirm-password";
import { Notice } from "./notice";
import { TextField } from "./text-field";

type PasswordConfirmationProps = {
  /** From `describeConfirmation(access)`. */
  confirmation: Confirmation;
  /** Why the password is asked for, when there is more to say than that it is. */
  children?: ReactNode;
  /** `fieldErrors.password` of the action. */
  error?: string | undefined;
};

/**
 * Asks the person to confirm, within a form, that it is really them: the field `password`. Who signs in without a password is
 * asked to sign in again, unless they just did.
 */
export function PasswordConfirmation({ confirmation, children, error }: PasswordConfirmationProps) {
  const path = usePathname();
  if (confirmation.kind === "password") {
    return (
      <TextField
        name="password"
        label="Your password"
        type="password"
        autoComplete="current-password"
        required
        error={error}
        hint={children ?? "Only owners may do this. Your password confirms that it is you."}
      />
    );
  }
  const needsSignIn = !confirmation.isFresh || error !== undefined;
  return (
    <>
      <input type="hidden" name="password" value="" />
      {needsSignIn ? (
        <Notice tone="warning" isAlert={error !== undefined}>
          Only owners may do this, within {confirmation.freshMinutes} minutes of signing in. You have no password here:{" "}
          <a href={`/sign-in?again=1&next=${encodeURIComponent(path)}`}>sign in again</a> and you come back to this
          page.
        </Notice>
      ) : (
        <p className="text-muted">
          {children ?? "Only owners may do this."} You signed in a moment ago, which confirms that it is you.
        </p>
      )}
    </>
  );
}
