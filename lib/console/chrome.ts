import { findAccess } from "./access";

/** What stands around every page of the console. */
export type Chrome = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly person: { readonly name: string; readonly email: string; readonly role: string };
};

/** The frame for whoever may enter; undefined for everybody else, whose page is a refusal. */
export async function describeChrome(): Promise<Chrome | undefined> {
  const admission = await findAccess("overview.read");
  if (admission.kind !== "admitted") return undefined;
  const { organization, organizations, person, account } = admission.access;
  return {
    organization: { id: organization.id, name: organization.name },
    organizations: organizations.map(({ id, name }) => ({ id, name })),
    person: { name: person.name, email: account.email, role: person.role },
  };
}
