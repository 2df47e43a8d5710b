import { isConsoleRole } from "@/lib/auth/console-role";
import { readSession } from "@/lib/auth/session";
import type { Role } from "@/lib/directory/role";

type OrganizationName = { readonly id: string; readonly name: string };

/** What the page of a refusal may say to whoever is signed in. */
export type RefusalFacts = {
  readonly email: string;
  /** Who they are in the organization that is open; undefined when they are nobody there. */
  readonly open:
    | { readonly organization: OrganizationName; readonly role: Role; readonly mayEnter: boolean }
    | undefined;
  /** The organizations that they may enter instead. */
  readonly others: readonly OrganizationName[];
};

/** Why somebody who is signed in may not open a page, and where they may go instead; undefined for who is not signed in. */
export async function describeRefusal(): Promise<RefusalFacts | undefined> {
  const session = await readSession();
  if (session === undefined) return undefined;
  const { account, person } = session;
  return {
    email: account.email,
    open:
      person === undefined
        ? undefined
        : {
            organization: { id: person.organization.id, name: person.organization.name },
            role: person.role,
            mayEnter: isConsoleRole(person.role),
          },
    others: account.people
      .filter(({ id, role }) => id !== person?.id && isConsoleRole(role))
      .map(({ organization: { id, name } }) => ({ id, name })),
  };
}
