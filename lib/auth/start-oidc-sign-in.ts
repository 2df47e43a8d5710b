import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readEnvironment } from "@/lib/env";
import { getNextAuthOptions } from "./next-auth-options";
import { createCookies } from "./session-cookies";

/**
 * Begins a sign-in at the OpenID Connect provider, in answer to a plain link: next-auth takes only a form with its token in
 * it, which a page cannot hold that no script has touched. A sign-in that somebody else begins harms nobody: it can only end
 * in the visitor's own account.
 *
 * @param target where to go afterwards: a path of ours
 * @param isAgain asks the provider to have the person prove again who they are
 */
export async function startOidcSignIn(target: string, isAgain: boolean): Promise<Response> {
  const { rosterUrl } = readEnvironment();
  const { csrfToken } = await readCsrfToken(rosterUrl);
  const query = isAgain ? "?prompt=login&max_age=0" : "";
  const request = new NextRequest(`${rosterUrl}/api/auth/signin/oidc${query}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl: target }).toString(),
  });
  return await answer(request, ["signin", "oidc"]);
}

/** next-auth's token against forged forms; its cookie is put where the next call finds it. */
async function readCsrfToken(rosterUrl: string): Promise<{ csrfToken: string }> {
  const response = await answer(new NextRequest(`${rosterUrl}/api/auth/csrf`), ["csrf"]);
  const { name, options } = createCookies(rosterUrl).csrfToken;
  const written = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));
  const value = written?.slice(name.length + 1).split(";")[0];
  if (value !== undefined) (await cookies()).set(name, decodeURIComponent(value), options);
  return await response.json();
}

async function answer(request: NextRequest, nextauth: string[]): Promise<Response> {
  return await NextAuth(request, { params: Promise.resolve({ nextauth }) }, getNextAuthOptions());
}
