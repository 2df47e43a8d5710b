import { findGroupNamed, findPeopleNamed, type NamedResource } from "@/lib/db/find-one";
import type { Access } from "../access";
import { accept, type Result, refuse } from "../result";

/** The one person whom a form names by userName, email or id. */
export async function findOnePerson({ database, organization }: Access, text: string): Promise<Result<NamedResource>> {
  const wanted = text.trim();
  if (wanted === "") return refuse("Choose a person: type their userName or email.", "member");
  const found = await findPeopleNamed(database, organization.id, wanted);
  const [first, second] = found;
  if (first === undefined) {
    return refuse(`Nobody in ${organization.name} has the userName, email or id "${wanted}".`, "member");
  }
  return second === undefined
    ? accept(first)
    : refuse(`"${wanted}" is an email of ${first.name} and of ${second.name}. Give the userName instead.`, "member");
}

/** The one group that a form names by name or id. */
export async function findOneGroup({ database, organization }: Access, text: string): Promise<Result<NamedResource>> {
  const wanted = text.trim();
  if (wanted === "") return refuse("Choose a group: type its name.", "member");
  const found = await findGroupNamed(database, organization.id, wanted);
  return found === undefined ? refuse(`${organization.name} has no group "${wanted}".`, "member") : accept(found);
}
