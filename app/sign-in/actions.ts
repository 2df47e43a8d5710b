"use server";

import { redirect } from "next/navigation";
import { signInWithPassword } from "@/lib/auth/sign-in-with-password";
import { readTarget } from "./read-target";

/** What the form is told: what was typed, the password aside, and what is wrong. */
export type SignInState = { readonly email: string; readonly message: string };

/** Signs in with email and password, and goes where the person was heading. */
export async function signIn(_previous: SignInState | null, form: FormData): Promise<SignInState> {
  // An action is an open address: whoever looks it up may send it anything.
  const read = (name: string) => {
    const value = form instanceof FormData ? form.get(name) : null;
    return typeof value === "string" ? value : "";
  };
  const email = read("email");
  const result = await signInWithPassword(email, read("password"));
  if (result.ok) redirect(readTarget(read("next")));
  return { email, message: result.message };
}
