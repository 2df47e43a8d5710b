"use client";

import { useActionState, useEffect, useRef } from "react";
import { describeButton } from "@/components/button";
import { Notice } from "@/components/notice";
import { PageHeading } from "@/components/page-heading";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import { signIn } from "./actions";

type SignInFormProps = {
  target: string;
  /** Whether somebody who is signed in is to prove again who they are. */
  isAgain: boolean;
  email: string | undefined;
  /** The sign-in at an OpenID Connect provider. */
  offer: { readonly name: string; readonly href: string } | undefined;
  /** What went wrong before the page was opened. */
  error: string | undefined;
};

/** Asks for email and password. Which of the two is wrong is not told. Works without scripts too. */
export function SignInForm({ target, isAgain, email, offer, error }: SignInFormProps) {
  const [state, submit, isPending] = useActionState(signIn, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state !== null) form.current?.querySelector<HTMLInputElement>("#password")?.focus();
  }, [state]);

  const message = state?.message ?? error;
  return (
    <>
      {isAgain ? (
        <PageHeading title="Sign in again">
          To confirm that it is you. You then come back to where you were.
        </PageHeading>
      ) : (
        <PageHeading title="Sign in" />
      )}
      <div className="mt-6 max-w-sm space-y-6">
        {message === undefined ? null : (
          <Notice tone="danger" isAlert>
            {message}
          </Notice>
        )}
        <form ref={form} action={submit} className="space-y-4">
          <input type="hidden" name="next" value={target} />
          <TextField
            name="email"
            label="Email"
            type="email"
            autoComplete="username"
            required
            defaultValue={state?.email ?? email}
          />
          <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
          <PrimaryButton type="submit" disabled={isPending}>
            {isPending ? "Signing in …" : "Sign in"}
          </PrimaryButton>
        </form>
        {offer === undefined ? null : (
          <div className="border-t border-line pt-6">
            {/* Not a Link: the provider is another site, to which nothing may be fetched ahead. */}
            <a href={offer.href} className={`w-full sm:w-auto ${describeButton()}`}>
              Sign in with {offer.name}
            </a>
          </div>
        )}
      </div>
    </>
  );
}
