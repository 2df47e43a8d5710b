import { cookies, headers } from "next/headers";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { readEnvironment } from "@/lib/env";
import { isConsoleRole } from "./console-role";
import { readPageHost } from "./page-host";
import { readSession } from "./session";
import { findCookieDomain, organizationCookie } from "./session-cookies";

const oneYearSeconds = 365 * 24 * 60 * 60;

/**
 * Opens another organization, and remembers it for the next visit. One that the person may not enter is not opened.
 *
 * @returns where its console is: on an organization's own host the other one's host, elsewhere the start page
 */
export async function switchOrganization(organizationId: string): Promise<string> {
  const session = await readSession();
  const person = session?.account.people.find(
    ({ role, organization }) => organization.id === organizationId && isConsoleRole(role),
  );
  if (person === undefined) return "/";
  await rememberOrganization(organizationId);
  const { rosterUrl } = readEnvironment();
  const base = new URL(rosterUrl);
  if (readHostSubdomain(readPageHost(await headers()), base.hostname) === undefined) return "/";
  const { subdomain } = person.organization;
  if (subdomain !== "") base.hostname = `${subdomain}.${base.hostname}`;
  return base.href;
}

/** Makes the organization the one that opens where the host names none. */
export async function rememberOrganization(organizationId: string): Promise<void> {
  const { rosterUrl } = readEnvironment();
  const domain = findCookieDomain(rosterUrl);
  (await cookies()).set(organizationCookie, organizationId, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: rosterUrl.startsWith("https:"),
    maxAge: oneYearSeconds,
    ...(domain === undefined ? {} : { domain }),
  });
}
