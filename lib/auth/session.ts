import { cookies, headers } from "next/headers";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { findPeopleShutOut, findSignedInAccount, type SignedInAccount } from "@/lib/db/console-accounts";
import { type Database, getDatabase } from "@/lib/db/pool";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { readEnvironment } from "@/lib/env";
import { isConsoleRole } from "./console-role";
import { getNextAuthOptions } from "./next-auth-options";
import { readPageHost } from "./page-host";
import { parseClaims, type SessionClaims } from "./session-claims";
import { organizationCookie, sessionSeconds } from "./session-cookies";

export type Session = {
  readonly account: SignedInAccount;
  /** Who they are in the organization that is open; undefined when they are nobody there. */
  readonly person: SignedInAccount["people"][number] | undefined;
  /** When the person proved who they are. */
  readonly authenticatedAt: Date;
};

/**
 * Who is signed in, as the database has them now. Undefined when nobody is signed in, or when the session has ended: see
 * `findHeldAccount`.
 */
export const readSession = cache(async (): Promise<Session | undefined> => {
  const claims = parseClaims(await getServerSession(getNextAuthOptions()));
  const account = claims === undefined ? undefined : await findHeldAccount(getDatabase(), claims);
  if (claims === undefined || account === undefined) return undefined;
  return { account, person: await openOrganization(account), authenticatedAt: new Date(claims.authenticatedAt) };
});

/**
 * The account of a session that still holds. It ends 14 days after it began, when the account is signed out everywhere, and, for each organization by
 * itself, when the person there is deactivated or lowered below administrator; being raised again later does not bring it
 * back. What an identity provider does in one organization ends nothing in another.
 *
 * @returns with the people for whom the session holds; undefined when there are none
 */
export async function findHeldAccount(database: Database, claims: SessionClaims): Promise<SignedInAccount | undefined> {
  if (Date.now() - claims.startedAt > sessionSeconds * 1000) return undefined;
  const account = await findSignedInAccount(database.prisma, claims.accountId);
  if (account === undefined || account.sessionVersion !== claims.sessionVersion) return undefined;
  const ids = account.people.map(({ id }) => id);
  const shutOut = await findPeopleShutOut(database.prisma, ids, new Date(claims.startedAt));
  const people = account.people.filter(({ id }) => !shutOut.includes(id));
  return people.length === 0 ? undefined : { ...account, people };
}

async function openOrganization({ people }: SignedInAccount): Promise<Session["person"]> {
  const host = readPageHost(await headers());
  const subdomain = readHostSubdomain(host, new URL(readEnvironment().rosterUrl).hostname);
  return chooseOrganization(people, { subdomain, chosen: (await cookies()).get(organizationCookie)?.value });
}

/**
 * The person in the organization that is open: the one of the host's subdomain; elsewhere the one that was chosen last, or the
 * first, of those where they may enter.
 */
export function chooseOrganization(
  people: SignedInAccount["people"],
  { subdomain, chosen }: { readonly subdomain: string | undefined; readonly chosen: string | undefined },
): Session["person"] {
  if (subdomain !== undefined) return people.find(({ organization }) => organization.subdomain === subdomain);
  const entering = people.filter(({ role }) => isConsoleRole(role));
  return entering.find(({ organization }) => organization.id === chosen) ?? entering[0] ?? people[0];
}
