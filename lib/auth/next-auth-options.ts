import { headers } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { findAccountByIdentity } from "@/lib/db/account-identities";
import { getDatabase } from "@/lib/db/pool";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { readEnvironment, tellNextAuthUrl } from "@/lib/env";
import { log } from "@/lib/log";
import { deriveKey, ensureKeptSecret } from "@/lib/secrets";
import { admitOidcPerson } from "./admit-oidc-person";
import { readCallerAddress } from "./caller-address";
import { checkPassword } from "./check-password";
import { createOidcProvider, readAuthenticatedAt, readOidcClaims } from "./oidc-provider";
import { createClaims } from "./session-claims";
import { createCookies, sessionSeconds } from "./session-cookies";

let options: NextAuthOptions | undefined;

/** How people sign in, and what their session cookie holds: an encrypted token, no row in the database. */
export function getNextAuthOptions(): NextAuthOptions {
  options ??= createNextAuthOptions();
  return options;
}

/** The secret by which sessions are encrypted. */
export function getSessionSecret(): string {
  const { dataDir, secret = ensureKeptSecret(dataDir) } = readEnvironment();
  return deriveKey(secret, "console sessions").toString("base64");
}

function createNextAuthOptions(): NextAuthOptions {
  const { rosterUrl, oidc } = readEnvironment();
  tellNextAuthUrl(rosterUrl);
  return {
    secret: getSessionSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    useSecureCookies: rosterUrl.startsWith("https:"),
    cookies: createCookies(rosterUrl),
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: {
      error: (code, metadata) => log.warn("Signing in failed", { code, reason: describeReason(metadata) }),
      warn: () => {},
      debug: () => {},
    },
    providers: [
      credentials({
        name: "email and password",
        credentials: { email: { label: "Email", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: async (typed) => {
          const address = readCallerAddress(await headers());
          const { email = "", password = "" } = typed ?? {};
          const attempt = await checkPassword(getDatabase(), {
            email: String(email),
            password: String(password),
            address,
          });
          if (attempt.kind === "wait") throw new Error("TooManyFailures");
          return attempt.kind === "right" ? { id: attempt.value } : null;
        },
      }),
      ...(oidc === undefined ? [] : [createOidcProvider(oidc)]),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type !== "oauth") return true;
        const admission = await admitOidcPerson(getDatabase(), readOidcClaims(profile));
        return admission.kind === "admitted" ? true : `/sign-in?error=${admission.kind}`;
      },
      jwt: async ({ token, user, account, profile }) => {
        if (user === undefined) return token;
        const isOidc = account?.type === "oauth";
        const claims = isOidc ? readOidcClaims(profile) : undefined;
        const accountId =
          claims === undefined ? user.id : await findAccountByIdentity(getDatabase().prisma, claims.iss, claims.sub);
        if (accountId === undefined) throw new Error("An identity was admitted that has no account.");
        const authenticatedAt = claims === undefined ? undefined : readAuthenticatedAt(claims);
        return { sub: accountId, claims: await createClaims(getDatabase(), accountId, authenticatedAt) };
      },
      session: ({ session, token }) => ({ expires: session.expires, claims: token.claims }),
      redirect: ({ url, baseUrl }) => chooseRedirect(url, baseUrl),
    },
  };
}

/** Where to go after signing in: a path of ours, or an address on our own host or a subdomain of it; else the start page. */
function chooseRedirect(url: string, baseUrl: string): string {
  const base = new URL(baseUrl);
  if (!URL.canParse(url, baseUrl)) return baseUrl;
  const target = new URL(url, baseUrl);
  const isOurs = target.origin === base.origin || isOwnSubdomain(target, base);
  return isOurs ? target.href : baseUrl;
}

function isOwnSubdomain(target: URL, base: URL): boolean {
  const isSamePlace = target.protocol === base.protocol && target.port === base.port;
  return isSamePlace && readHostSubdomain(target.host, base.hostname) !== undefined;
}

function describeReason(metadata: unknown): string {
  if (metadata instanceof Error) return metadata.message;
  const error = typeof metadata === "object" && metadata !== null && "error" in metadata ? metadata.error : undefined;
  return error instanceof Error ? error.message : "unknown";
}
