import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { readPageHost } from "@/lib/auth/page-host";
import { readSession } from "@/lib/auth/session";
import { findOidcOffer } from "@/lib/auth/sign-in-offer";
import { hasOwner } from "@/lib/console/setup-page";
import { describeError } from "./describe-error";
import { NoOwner } from "./no-owner";
import { readTarget } from "./read-target";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<"next" | "error" | "again", string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, error, again } = await searchParams;
  const target = readTarget(next);
  const isAgain = again !== undefined;
  const session = await readSession();
  if (session !== undefined && !isAgain) redirect(target);
  if (!(await hasOwner())) return <NoOwner />;
  const query = new URLSearchParams({ next: target, ...(isAgain ? { again: "1" } : {}) });
  const offer = findOidcOffer(readPageHost(await headers()), query);
  return (
    <SignInForm
      target={target}
      isAgain={isAgain}
      email={session?.account.email}
      offer={offer}
      error={typeof error === "string" ? describeError(error, offer?.name) : undefined}
    />
  );
}
