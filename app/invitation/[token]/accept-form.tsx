"use client";

import { useActionState, useEffect, useRef } from "react";
import { describeButton } from "@/components/button";
import { Notice } from "@/components/notice";
import { PageHeading } from "@/components/page-heading";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import { accept } from "./actions";

type AcceptFormProps = {
  token: string;
  invitation: {
    readonly name: string;
    readonly email: string;
    readonly role: string;
    readonly organization: { readonly name: string };
    readonly account: "none" | "withPassword" | "withoutPassword";
  };
  /** The sign-in at an OpenID Connect provider. */
  offer: { readonly name: string; readonly href: string } | undefined;
};

/** Asks the invited person for a password: a new one, or that of the account they have. Works without scripts too. */
export function AcceptForm({ token, invitation, offer }: AcceptFormProps) {
  const [state, submit, isPending] = useActionState(accept, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state !== null) form.current?.querySelector<HTMLInputElement>("#password")?.focus();
  }, [state]);

  const { name, email, role, organization, account } = invitation;
  const isNew = account === "none";
  return (
    <>
      <PageHeading title={`Join the console of ${organization.name}`}>
        {name}, you are {role} there and may see and steer how its people are provisioned. You sign in as {email}.
      </PageHeading>
      <div className="mt-6 max-w-sm space-y-6">
        {state?.field === "link" ? (
          <Notice tone="danger" isAlert>
            {state.message}
          </Notice>
        ) : null}
        {account === "withoutPassword" ? null : (
          <form ref={form} action={submit} noValidate className="space-y-4">
            <input type="hidden" name="token" value={token} />
            <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
            <TextField
              name="password"
              label={isNew ? "Choose a password" : "Your password"}
              type="password"
              autoComplete={isNew ? "new-password" : "current-password"}
              required
              error={state?.field === "password" ? state.message : undefined}
              hint={
                isNew
                  ? "12 characters or more."
                  : "You have an account with this address, in another organization. It will open this one too."
              }
            />
            <PrimaryButton type="submit" disabled={isPending}>
              {isPending ? "Signing in …" : "Accept and sign in"}
            </PrimaryButton>
          </form>
        )}
        {offer === undefined ? null : (
          <a href={offer.href} className={`w-full sm:w-auto ${describeButton()}`}>
            Sign in with {offer.name}
          </a>
        )}
        {account === "withoutPassword" && offer === undefined ? (
          <Notice tone="warning">
            This address has an account without a password, and the identity provider it signed in with is not set up
            any more. Ask whoever runs Roster.
          </Notice>
        ) : null}
      </div>
    </>
  );
}
