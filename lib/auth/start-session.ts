import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { getDatabase } from "@/lib/db/pool";
import { readEnvironment } from "@/lib/env";
import { getSessionSecret } from "./next-auth-options";
import { createClaims } from "./session-claims";
import { createCookies, sessionSeconds } from "./session-cookies";

/**
 * Signs the browser in whose form or request is being answered, as the account that has just proved itself. The session is the
 * same as one that next-auth makes after a sign-in.
 */
export async function startSession(accountId: string): Promise<void> {
  const claims = await createClaims(getDatabase(), accountId);
  const token = { sub: accountId, claims };
  const value = await encode({ token, secret: getSessionSecret(), maxAge: sessionSeconds });
  const { name, options } = createCookies(readEnvironment().rosterUrl).sessionToken;
  (await cookies()).set(name, value, { ...options, maxAge: sessionSeconds });
}

/** Signs the browser out whose form or request is being answered. Other browsers stay signed in. */
export async function endSession(): Promise<void> {
  const { name, options } = createCookies(readEnvironment().rosterUrl).sessionToken;
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
