import type { NextRequest } from "next/server";
import { startOidcSignIn } from "@/lib/auth/start-oidc-sign-in";
import { readEnvironment } from "@/lib/env";
import { readTarget } from "../read-target";

/** Begins a sign-in at the OpenID Connect provider. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  if (readEnvironment().oidc === undefined) {
    return new Response(null, { status: 303, headers: { Location: "/sign-in" } });
  }
  const target = readTarget(nextUrl.searchParams.get("next") ?? undefined);
  return await startOidcSignIn(target, nextUrl.searchParams.has("again"));
}
