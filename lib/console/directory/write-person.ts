import type { StoredUser } from "@/lib/directory/directory-store";
import type { Role } from "@/lib/directory/role";
import { createUser, patchUser } from "@/lib/directory/users";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { Access } from "../access";
import { accept, type Result, refuse } from "../result";
import { editByHand } from "./hand-edit";
import { findPerson, type PersonView } from "./person";
import { checkMayChange, confirmGrant, loadForChange, refuseGone } from "./person-guards";

/** What a form says of a person; "" where a field is empty. */
export type PersonInput = {
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly formattedName: string;
  readonly role: Role;
  /** Of the person who gives the role owner. */
  readonly password: string;
};

const everything = { kind: "default" } as const;

/** Makes a person by hand, visible to every SCIM client and subscribed to the default streams. @returns their id */
export async function createPerson(access: Access, input: PersonInput): Promise<Result<string>> {
  const granted = await confirmGrant(access, input.role, undefined, input.password);
  if (!granted.ok) return granted;
  if (input.userName.trim() === "") return refuseBlankUserName();
  const { organization, actor } = access;
  return await editByHand(access, {}, async ({ request, store, recordAudit }) => {
    const userName = input.userName.trim();
    const scope = { organizationId: organization.id, scimClientId: request.client.id, customAttributes: [] };
    const existing = await store.findUserByUserName(scope, userName);
    if (existing !== undefined) return refuseExisting(existing);
    const created = await createUser(request, createBody({ ...input, userName }), everything);
    const details = { id: created.id, role: input.role };
    await recordAudit({
      actor,
      organizationId: organization.id,
      action: "user.created",
      subject: joinNames(input) || input.formattedName.trim() || userName,
      details,
    });
    return accept(created.id);
  });
}

function refuseBlankUserName(): Result<never> {
  return refuse("A person needs a userName, such as their address.", "userName");
}

function refuseExisting({ userName, fullName, active }: StoredUser): Result<never> {
  return refuse(
    active
      ? `${fullName} has the userName "${userName}" already. Choose another one, or change ${fullName} on their own page.`
      : `"${userName}" is the userName of ${fullName}, who is deactivated. Reactivate them on their page, and their groups and streams come back with them.`,
    "userName",
  );
}

function createBody({ userName, email, role, ...input }: PersonInput): JsonObject {
  const name = createName(input);
  return {
    schemas: [userSchemaUrn],
    userName,
    active: true,
    role,
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(email.trim() === "" ? {} : { emails: [{ value: email.trim(), type: "work", primary: true }] }),
  };
}

function createName({
  givenName,
  familyName,
  formattedName,
}: Pick<PersonInput, "givenName" | "familyName" | "formattedName">): JsonObject {
  const parts = { givenName: givenName.trim(), familyName: familyName.trim(), formatted: formattedName.trim() };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== ""));
}

/**
 * Changes a person by hand. A full name that was put together from given and family name follows them.
 *
 * @param version the version that the form was made from
 * @returns whether anything changed
 */
export async function changePerson(
  access: Access,
  id: string,
  version: number,
  input: PersonInput,
): Promise<Result<{ readonly changed: boolean }>> {
  const person = await findPerson(access, id);
  if (person === undefined) return refuseGone();
  const allowed = checkMayChange(access, { ...person, fullName: person.name });
  if (!allowed.ok) return allowed;
  if (input.role !== person.role && person.isSelf) {
    return refuse("You cannot change your own role. Ask another owner or administrator.", "role");
  }
  const granted = await confirmGrant(access, input.role, person.role, input.password);
  if (!granted.ok) return granted;
  if (input.userName.trim() === "") return refuseBlankUserName();
  const options = {
    version,
    name: person.name,
    nameFormattedIncluded: person.managers[0]?.nameFormattedIncluded ?? true,
  };
  return await editByHand<{ changed: boolean }>(access, options, async (edit) => {
    const current = await loadForChange(edit, access, id);
    if (!current.ok) return current;
    const operations = listOperations(person, current.value, input);
    if (operations.length === 0) return accept({ changed: false });
    await patchUser(edit.request, id, { schemas: [patchOpUrn], Operations: operations }, everything);
    await edit.recordAudit({
      actor: access.actor,
      organizationId: access.organization.id,
      action: "user.changed",
      subject: person.name,
      details: { id, changed: operations.map(({ path }) => path) },
    });
    return accept({ changed: true });
  });
}

type Operation = { op: "replace" | "remove"; path: string; value?: JsonValue };

/** What differs from what the page showed. */
function listOperations(person: PersonView, current: StoredUser, input: PersonInput): Operation[] {
  const operations: Operation[] = [];
  const setText = (path: string, before: string, after: string) => {
    if (after.trim() === before) return;
    operations.push(after.trim() === "" ? { op: "remove", path } : { op: "replace", path, value: after.trim() });
  };
  setText("userName", person.userName, input.userName);
  setText("name.givenName", person.givenName, input.givenName);
  setText("name.familyName", person.familyName, input.familyName);
  setText("name.formatted", person.formattedName, followNames(person, input));
  if (input.email.trim() !== (person.email ?? "")) {
    const emails = replaceEmail(current.attributes.emails, input.email.trim());
    operations.push(
      emails.length === 0 ? { op: "remove", path: "emails" } : { op: "replace", path: "emails", value: emails },
    );
  }
  if (input.role !== person.role) operations.push({ op: "replace", path: "role", value: input.role });
  return operations;
}

function followNames(person: PersonView, input: PersonInput): string {
  const before = joinNames(person);
  const isTouched = input.formattedName.trim() !== person.formattedName;
  return !isTouched && before !== "" && person.formattedName === before ? joinNames(input) : input.formattedName;
}

function joinNames({ givenName, familyName }: Pick<PersonInput, "givenName" | "familyName">): string {
  return [givenName.trim(), familyName.trim()].filter((part) => part !== "").join(" ");
}

/** The emails with another address in place of the primary one (else of the first); the others stay as they are. */
function replaceEmail(emails: JsonValue | undefined, address: string): JsonObject[] {
  const known = Array.isArray(emails) ? emails.filter(isJsonObject) : [];
  const shown = known.find(({ primary }) => primary === true) ?? known[0];
  if (shown === undefined) return address === "" ? [] : [{ value: address, type: "work", primary: true }];
  if (address === "") return known.filter((email) => email !== shown);
  return known.map((email) => (email === shown ? { ...email, value: address } : email));
}
