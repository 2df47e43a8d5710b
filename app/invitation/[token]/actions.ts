"use server";

import { redirect } from "next/navigation";
import { acceptFromPage } from "@/lib/console/invitation-page";

/** What is wrong: with the password, or with the invitation itself. */
export type AcceptState = { readonly field: "password" | "link"; readonly message: string };

/**
 * Accepts the invitation and goes into the console.
 *
 * The token comes as a field of the form: bound to the action, it would make React loop for ever when the form is sent
 * without scripts (vercel/next.js issue 57867).
 */
export async function accept(_previous: AcceptState | null, form: FormData): Promise<AcceptState> {
  // An action is an open address: whoever looks it up may send it anything.
  const read = (name: string) => {
    const value = form instanceof FormData ? form.get(name) : null;
    return typeof value === "string" ? value : "";
  };
  const result = await acceptFromPage(read("token"), read("password"));
  if (result.ok) redirect("/");
  return { field: result.field === "password" ? "password" : "link", message: result.message };
}
