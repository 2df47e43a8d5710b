import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { findSignedInAccount } from "@/lib/db/console-accounts";
import { getDatabase } from "@/lib/db/pool";
import { readEnvironment, tellNextAuthUrl } from "@/lib/env";
import { deriveKey, ensureKeptSecret } from "@/lib/secrets";
import { checkPassword } from "./check-password";

/** How long a session lasts without being used. */
const sessionSeconds = 14 * 24 * 60 * 60;

/** What a session remembers; whether it still holds is asked of the database each time (`readSession`). */
export type SessionClaims = {
  readonly accountId: string;
  readonly sessionVersion: number;
  /** When the person proved who they are, in milliseconds since 1970. */
  readonly authenticatedAt: number;
};

let options: NextAuthOptions | undefined;

/** How people sign in, and what their session cookie holds: a signed and encrypted token, no row in the database. */
export function getNextAuthOptions(): NextAuthOptions {
  options ??= createNextAuthOptions();
  return options;
}

function createNextAuthOptions(): NextAuthOptions {
  const { rosterUrl, dataDir, secret = ensureKeptSecret(dataDir) } = readEnvironment();
  tellNextAuthUrl(rosterUrl);
  const isSecure = rosterUrl.startsWith("https:");
  const prefix = isSecure ? "__Secure-" : "";
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
  return {
    secret: deriveKey(secret, "console sessions").toString("base64"),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: { name: `${prefix}roster.session`, options: cookie },
      callbackUrl: { name: `${prefix}roster.callback`, options: cookie },
      csrfToken: { name: `${isSecure ? "__Host-" : ""}roster.csrf`, options: cookie },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      credentials({
        name: "email and password",
        credentials: { email: { label: "Email", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: async (typed) => {
          const id = await checkPassword(getDatabase(), {
            email: String(typed?.email ?? ""),
            password: String(typed?.password ?? ""),
          });
          return id === undefined ? null : { id };
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user === undefined) return token;
        const account = await findSignedInAccount(getDatabase().prisma, user.id);
        const claims = {
          accountId: user.id,
          sessionVersion: account?.sessionVersion ?? 0,
          authenticatedAt: Date.now(),
        };
        return { sub: user.id, claims };
      },
      session: ({ session, token }) => ({ expires: session.expires, claims: token.claims }),
    },
  };
}
