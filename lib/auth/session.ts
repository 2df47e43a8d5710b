import { cookies, headers } from "next/headers";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { z } from "zod";
import { findSignedInAccount, type SignedInAccount } from "@/lib/db/console-accounts";
import { getDatabase } from "@/lib/db/pool";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { readEnvironment } from "@/lib/env";
import { getNextAuthOptions, type SessionClaims } from "./next-auth-options";

/** The cookie in which the organization that was chosen last is remembered, by its id. */
export const organizationCookie = "roster.organization";

export type Session = {
  readonly account: SignedInAccount;
  /** Who they are in the organization that is open; undefined when they are nobody there. */
  readonly person: SignedInAccount["people"][number] | undefined;
  /** When the person proved who they are. */
  readonly authenticatedAt: Date;
};

const sessionSchema = z.object({
  claims: z.object({ accountId: z.uuid(), sessionVersion: z.number(), authenticatedAt: z.number() }),
});

/**
 * Who is signed in, as the database has them now: a session ends at once when its account is signed out everywhere, and a
 * person who was deactivated is nobody any more. Undefined when nobody is signed in.
 */
export const readSession = cache(async (): Promise<Session | undefined> => {
  const claims = await readClaims();
  if (claims === undefined) return undefined;
  const account = await findSignedInAccount(getDatabase().prisma, claims.accountId);
  if (account === undefined || account.sessionVersion !== claims.sessionVersion) return undefined;
  return { account, person: await chooseOrganization(account), authenticatedAt: new Date(claims.authenticatedAt) };
});

async function readClaims(): Promise<SessionClaims | undefined> {
  return sessionSchema.safeParse(await getServerSession(getNextAuthOptions())).data?.claims;
}

/** The organization of the host's subdomain; elsewhere the one that was chosen last, or the first. */
async function chooseOrganization({ people }: SignedInAccount): Promise<Session["person"]> {
  const host = (await headers()).get("host");
  const subdomain = readHostSubdomain(host, new URL(readEnvironment().rosterUrl).hostname);
  if (subdomain !== undefined) return people.find(({ organization }) => organization.subdomain === subdomain);
  const chosen = (await cookies()).get(organizationCookie)?.value;
  return people.find(({ organization }) => organization.id === chosen) ?? people[0];
}
