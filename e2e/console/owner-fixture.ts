import type { Page } from "@playwright/test";
import type { Database } from "@/lib/db/pool";
import { test as base, type Scim, withFetch } from "../fixtures";
import { createEmptyOrganization, issueScimClient, type ScimClientRequest } from "../fresh-organization";
import type { ServerState } from "../server-state";
import { createPerson, type Person, type Role, signInContext } from "./signed-in-person";

export { expect } from "../fixtures";

/** A person with a browser in which they are signed in. */
export type SignedIn = Person & { page: Page };

/** The owner of an organization that no other test knows. */
export type OrganizationOwner = Person & {
  organization: { id: string; subdomain: string; name: string };
  /** Adds a SCIM client to the organization, which has none. */
  addScimClient: (client?: ScimClientRequest) => Promise<Scim>;
};

/** One who is signed in in the test's own `page`. */
export type Owner = SignedIn & OrganizationOwner;

type ConsoleFixtures = {
  owner: Owner;
  /** Somebody else of the owner's organization, signed in in a browser of their own. */
  signIn: (role: Role, name?: string) => Promise<SignedIn>;
};

export const test = base.extend<ConsoleFixtures>({
  owner: async ({ page, database, server }, use) => {
    const owner = await createOwner(database, server);
    await signInContext(page.context(), server, owner);
    await use({ ...owner, page });
  },
  signIn: async ({ browser, database, owner, server }, use) => {
    await use(async (role, name = "Grace Hopper") => {
      const person = await createPerson(database, owner.organization, role, name);
      const context = await browser.newContext();
      await signInContext(context, server, person);
      return { ...person, page: await context.newPage() };
    });
  },
});

/** Makes an organization with an owner. */
export async function createOwner(database: Database, server: ServerState): Promise<OrganizationOwner> {
  const organization = await createEmptyOrganization(database);
  return {
    ...(await createPerson(database, organization, "owner", "Ada Lovelace")),
    organization,
    addScimClient: async (client = {}) => withFetch(await issueScimClient(database, server, organization, client)),
  };
}
