import { countTargetTrouble } from "@/lib/db/target-trouble";
import { findAccess } from "./access";

/** What stands around every page of the console. */
export type Chrome = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  /** What stands beside the name of a page, by its address, for whoever should look there. */
  readonly marks: Readonly<Record<string, string>>;
  readonly person: { readonly name: string; readonly email: string; readonly role: string };
};

/** The frame for whoever may enter; undefined for everybody else, whose page is a refusal. */
export async function describeChrome(): Promise<Chrome | undefined> {
  const admission = await findAccess("overview.read");
  if (admission.kind !== "admitted") return undefined;
  const { database, organization, organizations, person, account } = admission.access;
  const { paused, held } = await countTargetTrouble(database, organization.id);
  const words = [...(paused > 0 ? [`${paused} paused`] : []), ...(held > 0 ? [`${held} held`] : [])].join(", ");
  return {
    organization: { id: organization.id, name: organization.name },
    organizations: organizations.map(({ id, name }) => ({ id, name })),
    marks: words === "" ? {} : { "/targets": words },
    person: { name: person.name, email: account.email, role: person.role },
  };
}
