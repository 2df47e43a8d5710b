"use server";

import { getScimBaseUrl, submitSetupPage } from "@/lib/console/setup-page";
import type { SetupState } from "./setup-state";

/**
 * Sends the setup form. What was typed comes back with what is wrong, the password aside.
 *
 * The token comes as a field of the form: bound to the action, it would make React loop for ever when the form is sent
 * without scripts (vercel/next.js issue 57867), and the whole server with it.
 */
export async function submitSetup(_previous: SetupState, form: FormData): Promise<SetupState> {
  // An action is an open address: whoever looks it up may send it anything.
  if (!(form instanceof FormData)) return { kind: "linkEnded" };
  const read = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const values = {
    organizationName: read("organizationName"),
    subdomain: read("subdomain").trim(),
    ownerName: read("ownerName"),
    email: read("email"),
  };
  const result = await submitSetupPage(read("token"), { ...values, password: read("password") });
  if (!result.ok) {
    const { link, ...errors } = result.fieldErrors;
    return link === undefined ? { kind: "asking", values, errors } : { kind: "linkEnded" };
  }
  const { organization, owner } = result;
  return {
    kind: "done",
    organization: { name: organization.name, subdomain: organization.subdomain },
    owner: { name: owner.name, email: owner.userName },
    scimBaseUrl: getScimBaseUrl(),
  };
}
