import { headers } from "next/headers";
import { hasActivePeople } from "@/lib/db/account-identities";
import { getDatabase } from "@/lib/db/pool";
import { readCallerAddress } from "./caller-address";
import { checkPassword } from "./check-password";
import { describeWait } from "./describe-wait";
import { startSession } from "./start-session";

export type PasswordSignInResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Signs the browser in whose form is being answered. @returns a sentence when it may not be */
export async function signInWithPassword(email: string, password: string): Promise<PasswordSignInResult> {
  const database = getDatabase();
  const attempt = await checkPassword(database, { email, password, address: readCallerAddress(await headers()) });
  if (attempt.kind === "wrong") {
    return refuse("No account has this email and this password. Check both; capitals matter in the password.");
  }
  if (attempt.kind === "wait") return refuse(describeTooMany(attempt.seconds));
  if (!(await hasActivePeople(database.prisma, attempt.value))) {
    return refuse(
      "The password is right, but you are active in no organization any more. Ask an owner or your identity provider's administrator to reactivate you.",
    );
  }
  await startSession(attempt.value);
  return { ok: true };
}

/** That there were too many failures, and how long to wait. */
export function describeTooMany(seconds: number): string {
  return `There were too many wrong passwords. Try again in ${describeWait(seconds)}; until then the right one is not taken either.`;
}

function refuse(message: string): PasswordSignInResult {
  return { ok: false, message };
}
