import { headers } from "next/headers";
import { readCallerAddress } from "@/lib/auth/caller-address";
import { readPageHost } from "@/lib/auth/page-host";
import { findOidcOffer, type OidcOffer } from "@/lib/auth/sign-in-offer";
import { startSession } from "@/lib/auth/start-session";
import { rememberOrganization } from "@/lib/auth/switch-organization";
import { getDatabase } from "@/lib/db/pool";
import { acceptInvitation, findOpenInvitation, type OpenInvitation } from "./accept-invitation";
import type { Result } from "./result";

export type InvitationView = {
  /** Undefined once it cannot be accepted any more. */
  readonly invitation: OpenInvitation | undefined;
  /** The sign-in that accepts it without a password: the provider vouches for the address. */
  readonly offer: OidcOffer | undefined;
};

/** What the page of an invitation shows. */
export async function viewInvitation(token: string): Promise<InvitationView> {
  const invitation = await findOpenInvitation(getDatabase(), token);
  return { invitation, offer: findOidcOffer(readPageHost(await headers()), new URLSearchParams({ next: "/" })) };
}

/** Accepts the invitation from its page, and signs the browser in. */
export async function acceptFromPage(token: string, password: string): Promise<Result<unknown>> {
  const address = readCallerAddress(await headers());
  const result = await acceptInvitation(getDatabase(), token, { password, address });
  if (!result.ok) return result;
  await startSession(result.value.accountId);
  await rememberOrganization(result.value.organizationId);
  return result;
}
