import type { Page } from "@playwright/test";
import { test as base, type Scim, withFetch } from "../fixtures";
import { createEmptyOrganization, issueScimClient, type ScimClientRequest } from "../fresh-organization";
import { createPerson, type Person, type Role, signInContext } from "./signed-in-person";

export { expect } from "../fixtures";

/** A person with a browser in which they are signed in. */
export type SignedIn = Person & { page: Page };

/** The owner of an organization that no other test knows, signed in in the test's own `page`. */
export type Owner = SignedIn & {
  organization: { id: string; subdomain: string; name: string };
  /** Adds a SCIM client to the organization, which has none. */
  addScimClient: (client?: ScimClientRequest) => Promise<Scim>;
};

type ConsoleFixtures = {
  owner: Owner;
  /** Somebody else of the owner's organization, signed in in a browser of their own. */
  signIn: (role: Role, name?: string) => Promise<SignedIn>;
};

export const test = base.extend<ConsoleFixtures>({
  owner: async ({ page, database, server }, use) => {
    const organization = await createEmptyOrganization(database);
    const person = await createPerson(database, organization, "owner", "Ada Lovelace");
    await signInContext(page.context(), server, person);
    await use({
      ...person,
      page,
      organization,
      addScimClient: async (client = {}) => withFetch(await issueScimClient(database, server, organization, client)),
    });
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
