import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readSession } from "@/lib/auth/session";
import { hasOwner } from "@/lib/console/setup-page";
import { NoOwner } from "./no-owner";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  const target = readTarget(next);
  if ((await readSession()) !== undefined) redirect(target);
  if (!(await hasOwner())) return <NoOwner />;
  return <SignInForm target={target} hasFailed={error !== undefined} />;
}

/** Where to go afterwards: a path of ours, never another site. */
function readTarget(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
