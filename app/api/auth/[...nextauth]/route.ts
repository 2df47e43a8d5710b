import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { getNextAuthOptions } from "@/lib/auth/next-auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

/** Signing in and out. */
async function answer(request: NextRequest, context: Context): Promise<Response> {
  return await NextAuth(request, context, getNextAuthOptions());
}

export { answer as GET, answer as POST };
