"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";
import { PageHeading } from "@/components/page-heading";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";

const wrong = "No account has this email and this password. Check both; capitals matter in the password.";

/** Asks for email and password. Which of the two is wrong is not told. */
export function SignInForm({ target, hasFailed }: { target: string; hasFailed: boolean }) {
  const [error, setError] = useState(hasFailed ? wrong : "");
  const [isPending, setPending] = useState(false);
  const password = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    const answer = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    }).catch(() => undefined);
    if (answer?.ok) {
      location.assign(target);
      return;
    }
    setPending(false);
    setError(answer === undefined ? "The server did not answer. Try again in a moment." : wrong);
    password.current?.querySelector<HTMLInputElement>("#password")?.select();
  }

  return (
    <>
      <PageHeading title="Sign in" />
      {error === "" ? null : (
        <p role="alert" className="mt-6 rounded-md border border-danger px-3 py-2 text-danger">
          {error}
        </p>
      )}
      <form ref={password} method="post" onSubmit={submit} className="mt-6 max-w-sm space-y-4">
        <TextField name="email" label="Email" type="email" autoComplete="username" required />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
        <PrimaryButton type="submit" disabled={isPending}>
          {isPending ? "Signing in …" : "Sign in"}
        </PrimaryButton>
      </form>
    </>
  );
}
