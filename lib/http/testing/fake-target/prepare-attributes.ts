import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import { findExtension, findTopLevelAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { type ValidationContext, validateResource } from "@/lib/scim/validate-resource";
import type { FakeBehaviour, FakeResourceType } from "./behaviour";
import { type Endpoint, listMemberValues, type Setting } from "./operation";

/** What is to be stored of a resource, and the password that came with it. */
export type Prepared = { readonly attributes: JsonObject; readonly password: string | undefined };

/** The attributes of a body as its schemas write them; what no schema knows goes where `unknownAttributes` is ignore. */
export function readAttributes({ behaviour }: Setting, { type }: Endpoint, body: JsonValue | undefined): JsonObject {
  const named = canonicaliseNames(type, body ?? null);
  if (!Array.isArray(named.schemas) || !named.schemas.includes(type.schema.id)) {
    throw new ScimError("invalidSyntax", `The schemas of a ${type.name} must hold ${type.schema.id}.`);
  }
  checkMemberTypes(behaviour, named.members);
  const members = behaviour.ids === "integer" ? { members: textMembers(named.members) } : {};
  const attributes: JsonObject = { ...named, ...(named.members === undefined ? {} : members) };
  if (behaviour.unknownAttributes !== "ignore") return attributes;
  const isKnown = (name: string) =>
    name === "schemas" || findTopLevelAttribute(type, name) !== undefined || findExtension(type, name) !== undefined;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isKnown(name)));
}

/**
 * Validates what is to be stored and makes of it what the behaviour makes of it.
 *
 * @throws ScimError invalidValue, invalidSyntax
 */
export function prepareAttributes(
  { state, behaviour }: Setting,
  { type, name }: Endpoint,
  attributes: JsonObject,
  context: ValidationContext,
): Prepared {
  const { id: _, meta: __, password, ...validated } = validateResource(type, attributes, context);
  let prepared: JsonObject = validated;
  for (const path of behaviour.drops) prepared = dropPath(prepared, path);
  if (behaviour.lowerCases.includes("userName") && typeof prepared.userName === "string") {
    prepared = { ...prepared, userName: prepared.userName.toLowerCase() };
  }
  if (behaviour.lowerCases.includes("emails") && Array.isArray(prepared.emails)) {
    prepared = { ...prepared, emails: prepared.emails.map(lowerCaseValue) };
  }
  prepared = behaviour.normalise?.(prepared, name) ?? prepared;
  checkLists(behaviour, name, prepared);
  if (behaviour.checksMembers) {
    const unknown = listMemberValues(prepared).filter((id) => !state.users.all.has(id) && !state.groups.all.has(id));
    if (unknown.length > 0) throw new ScimError("invalidValue", `No user and no group is ${unknown.join(", ")}.`);
  }
  return {
    attributes: prepared,
    password: behaviour.changePassword && typeof password === "string" ? password : undefined,
  };
}

function checkLists(behaviour: FakeBehaviour, name: FakeResourceType, attributes: JsonObject): void {
  for (const [list, value] of Object.entries(attributes)) {
    if (name === "User" && list !== "schemas" && Array.isArray(value) && value.length > behaviour.valuesPerList) {
      throw new ScimError(
        "invalidValue",
        `${list} has ${value.length} values; ${behaviour.valuesPerList} is the most.`,
      );
    }
  }
}

/** Refuses members that do not say what they are, among those that a request names. Removal needs the value alone. */
export function checkMemberTypes({ memberTypes }: FakeBehaviour, members: JsonValue | undefined): void {
  if (memberTypes === "any" || !Array.isArray(members)) return;
  const allowed = memberTypes === "lowerCase" ? ["user", "group"] : ["User", "Group"];
  for (const member of members) {
    if (!isJsonObject(member) || !allowed.some((type) => type === member.type)) {
      throw new ScimError("invalidValue", `A member has no type that is one of ${allowed.join(", ")}.`);
    }
  }
}

/** Without the attribute of a path such as title or name.middleName, or the extension of a URN. */
function dropPath(attributes: JsonObject, path: string): JsonObject {
  if (Object.hasOwn(attributes, path) || path.includes(":")) {
    const { [path]: _, ...rest } = attributes;
    const schemas = Array.isArray(rest.schemas) ? rest.schemas.filter((urn) => urn !== path) : rest.schemas;
    return schemas === undefined ? rest : { ...rest, schemas };
  }
  const [name = "", part] = path.split(".");
  const holder = attributes[name];
  if (part === undefined || holder === undefined) return attributes;
  const drop = (value: JsonValue): JsonValue => {
    if (!isJsonObject(value)) return value;
    const { [part]: _, ...rest } = value;
    return rest;
  };
  return { ...attributes, [name]: Array.isArray(holder) ? holder.map(drop) : drop(holder) };
}

function lowerCaseValue(email: JsonValue): JsonValue {
  return isJsonObject(email) && typeof email.value === "string"
    ? { ...email, value: email.value.toLowerCase() }
    : email;
}

/** Members as they are stored, where ids are numbers on the wire. */
export function textMembers(members: JsonValue | undefined): JsonValue {
  if (!Array.isArray(members)) return members ?? null;
  return members.map((member) =>
    isJsonObject(member) && typeof member.value === "number" ? { ...member, value: String(member.value) } : member,
  );
}
