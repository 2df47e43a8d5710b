import { hasActiveOwner } from "@/lib/db/accounts";
import { getDatabase } from "@/lib/db/pool";
import { readEnvironment } from "@/lib/env";
import { completeSetup, findSetupLink, type SetupInput, type SetupResult } from "./setup";

/** Whether the setup page of this token can still be used. */
export async function isSetupLinkUsable(token: string): Promise<boolean> {
  return (await findSetupLink(getDatabase(), token)) === "usable";
}

/** Completes the setup from its page. */
export function submitSetupPage(token: string, input: SetupInput): Promise<SetupResult> {
  return completeSetup(getDatabase(), token, input);
}

/** What an identity provider asks for: the base URL of SCIM, the same for every organization. */
export function getScimBaseUrl(): string {
  return `${readEnvironment().rosterUrl}/scim/v2`;
}

/** Whether anybody can sign in: some organization has an active owner. */
export async function hasOwner(): Promise<boolean> {
  return await hasActiveOwner(getDatabase().prisma);
}
