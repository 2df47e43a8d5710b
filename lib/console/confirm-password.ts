import { confirmAccountPassword } from "@/lib/auth/confirm-account-password";
import { describeWait } from "@/lib/auth/describe-wait";
import type { Access } from "./access";
import { accept, type Result, refuse } from "./result";

/** How long after signing in somebody without a password may do what others confirm with theirs. */
const freshMinutes = 10;

/** How a person confirms that it is really them: by their password, or, where they have none, by a fresh sign-in. */
export type Confirmation =
  | { readonly kind: "password" }
  | { readonly kind: "freshSignIn"; readonly isFresh: boolean; readonly freshMinutes: number };

/** What a page with a form for an owner-only act hands to PasswordConfirmation. */
export function describeConfirmation({ account, authenticatedAt }: Access): Confirmation {
  if (account.hasPassword) return { kind: "password" };
  return { kind: "freshSignIn", isFresh: isFresh(authenticatedAt), freshMinutes };
}

/**
 * Makes sure that an owner-only act is done by the person who signed in and not by whoever found their browser open: call
 * it first, with the field `password` of the form. Failures are limited: 10 in 15 minutes for an account.
 *
 * @param password "" from somebody who signs in without one; a sign-in within the last 10 minutes then counts in its place
 * @returns a refusal on the field `password`
 */
export async function confirmPassword(access: Access, password: string): Promise<Result<undefined>> {
  if (!access.account.hasPassword) {
    return isFresh(access.authenticatedAt)
      ? accept(undefined)
      : refuse(`Sign in again first: you last did more than ${freshMinutes} minutes ago.`, "password");
  }
  if (password === "") return refuse("Type your password to confirm that it is you.", "password");
  const attempt = await confirmAccountPassword(access.database, access.account.id, password);
  if (attempt.kind === "right") return accept(undefined);
  return refuse(
    attempt.kind === "wait"
      ? `There were too many wrong passwords. Try again in ${describeWait(attempt.seconds)}.`
      : "This is not your password. Nothing was changed.",
    "password",
  );
}

function isFresh(authenticatedAt: Date): boolean {
  return Date.now() - authenticatedAt.getTime() < freshMinutes * 60_000;
}
