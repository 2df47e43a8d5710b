import { startSession } from "@/lib/auth/start-session";
import { rememberOrganization } from "@/lib/auth/switch-organization";
import { findAccount, hasActiveOwner } from "@/lib/db/accounts";
import { getDatabase } from "@/lib/db/pool";
import { readEnvironment } from "@/lib/env";
import { completeSetup, findSetupLink, type SetupInput, type SetupResult } from "./setup";

/** Whether the setup page of this token can still be used. */
export async function isSetupLinkUsable(token: string): Promise<boolean> {
  return (await findSetupLink(getDatabase(), token)) === "usable";
}

/** Completes the setup from its page, and signs the owner in. */
export async function submitSetupPage(token: string, input: SetupInput): Promise<SetupResult> {
  const database = getDatabase();
  const result = await completeSetup(database, token, input);
  const account = result.ok ? await findAccount(database.prisma, input.email.trim()) : undefined;
  if (result.ok && account !== undefined) {
    await startSession(account.id);
    await rememberOrganization(result.organization.id);
  }
  return result;
}

/** What an identity provider asks for: the base URL of SCIM, the same for every organization. */
export function getScimBaseUrl(): string {
  return `${readEnvironment().rosterUrl}/scim/v2`;
}

/** Whether anybody can sign in: some organization has an active owner. */
export async function hasOwner(): Promise<boolean> {
  return await hasActiveOwner(getDatabase().prisma);
}
