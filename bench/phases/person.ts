const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
const enterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** In lower case, because not every server finds a userName that is written otherwise than it was stored. */
export function userNameOf(person: number): string {
  return `person.${person}@acme.example`;
}

export function externalIdOf(person: number): string {
  return `00u${person}`;
}

/** What an identity provider sends of a person. */
export function createPerson(person: number, title = "Engineer"): object {
  return {
    schemas: [userSchema, enterpriseSchema],
    externalId: externalIdOf(person),
    userName: userNameOf(person),
    name: { formatted: `Person ${person}`, givenName: "Person", familyName: String(person) },
    displayName: `Person ${person}`,
    emails: [{ value: userNameOf(person), type: "work", primary: true }],
    title,
    active: true,
    [enterpriseSchema]: { department: "Research", employeeNumber: String(person) },
  };
}

/** Steps through the people in an order that no cache likes, the same for every server. */
export function choosePerson(index: number, people: number): number {
  return (index * 7919) % people;
}
