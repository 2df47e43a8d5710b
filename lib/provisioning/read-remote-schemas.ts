import type { Attribute, AttributeType } from "@/lib/scim/attribute";
import { findAttribute } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { groupSchema } from "@/lib/scim/schema/core-group";
import { userSchema } from "@/lib/scim/schema/core-user";
import { enterpriseUserSchema } from "@/lib/scim/schema/enterprise-user";
import type { Capabilities } from "./capabilities";
import { readMember } from "./read-configuration";

type Schemas = Capabilities["schemas"];
type Unsupported = Capabilities["unsupported"][number];

const types: readonly AttributeType[] = [
  "string",
  "boolean",
  "decimal",
  "integer",
  "dateTime",
  "binary",
  "reference",
  "complex",
];

/** Nothing works without these, so that a schema which leaves one out is not believed. */
const essential: ReadonlySet<string> = new Set([
  `${userSchema.id}:userName`,
  `${userSchema.id}:active`,
  `${groupSchema.id}:displayName`,
  `${groupSchema.id}:members`,
]);

/** The attributes of the schemas that a target publishes, by URN. What cannot be read is left out. @see RFC 7643 §7 */
export function readRemoteSchemas(documents: readonly JsonObject[]): Schemas {
  return Object.fromEntries(
    documents.flatMap((document) => {
      const urn = readMember(document, "id");
      const attributes = readAttributes(readMember(document, "attributes"));
      return typeof urn === "string" && attributes.length > 0 ? [[urn, attributes]] : [];
    }),
  );
}

/**
 * What need not be sent to a target, since it would be refused or lost: attributes that its schemas call read-only, and those of
 * RFC 7643 that they do not list. Paths begin with the URN of the schema.
 *
 * @param extensions URNs of the extensions that its resource types name
 */
export function listUnsupported(schemas: Schemas, extensions: readonly string[]): readonly Unsupported[] {
  const core = [userSchema, groupSchema].flatMap(({ id, attributes }) => {
    const published = findSchema(schemas, id);
    return published === undefined ? [] : compareAttributes(`${id}:`, attributes, published);
  });
  return [...core, ...compareEnterprise(schemas, extensions), ...listOwnReadOnly(schemas)];
}

function compareEnterprise(schemas: Schemas, extensions: readonly string[]): readonly Unsupported[] {
  const { id, attributes } = enterpriseUserSchema;
  const published = findSchema(schemas, id);
  if (published !== undefined) return compareAttributes(`${id}:`, attributes, published);
  const isNamed = extensions.some((urn) => urn.toLowerCase() === id.toLowerCase());
  if (isNamed || findSchema(schemas, userSchema.id) === undefined) return [];
  return [{ path: id, reason: "The target publishes no schema of that name." }];
}

function compareAttributes(
  prefix: string,
  ours: readonly Attribute[],
  theirs: readonly Attribute[],
): readonly Unsupported[] {
  return ours.flatMap((attribute) => {
    const path = `${prefix}${attribute.name}`;
    // What is read-only by the RFC is never sent.
    if (attribute.mutability === "readOnly" || essential.has(path)) return [];
    const published = findAttribute(theirs, attribute.name);
    if (published === undefined) return [{ path, reason: "The target's schema does not list it." }];
    if (published.mutability === "readOnly")
      return [{ path, reason: "The target's schema says that it is read-only." }];
    const parts = published.subAttributes ?? [];
    // A list of parts without the one that matters is not worth being believed.
    const isWhole = parts.length > 0 && (!attribute.multiValued || findAttribute(parts, "value") !== undefined);
    return isWhole ? compareAttributes(`${path}.`, attribute.subAttributes ?? [], parts) : [];
  });
}

/** The read-only attributes of schemas that only the target has, which a mapping may name all the same. */
function listOwnReadOnly(schemas: Schemas): readonly Unsupported[] {
  const known = [userSchema, groupSchema, enterpriseUserSchema];
  return Object.entries(schemas).flatMap(([urn, attributes]) => {
    const rfc = known.find(({ id }) => id.toLowerCase() === urn.toLowerCase());
    return attributes
      .filter(({ name, mutability }) => mutability === "readOnly" && findAttribute(rfc?.attributes, name) === undefined)
      .filter(({ name }) => !["id", "meta", "schemas", "externalid"].includes(name.toLowerCase()))
      .map(({ name }) => ({ path: `${urn}:${name}`, reason: "The target's schema says that it is read-only." }));
  });
}

function findSchema(schemas: Schemas, urn: string): readonly Attribute[] | undefined {
  return Object.entries(schemas).find(([id]) => id.toLowerCase() === urn.toLowerCase())?.[1];
}

function readAttributes(value: JsonValue | undefined): readonly Attribute[] {
  return Array.isArray(value) ? value.flatMap((element) => readAttribute(element) ?? []) : [];
}

function readAttribute(value: JsonValue): Attribute | undefined {
  const name = isJsonObject(value) ? readMember(value, "name") : undefined;
  if (!isJsonObject(value) || typeof name !== "string" || name === "") return undefined;
  const subAttributes = readAttributes(readMember(value, "subAttributes"));
  const description = readMember(value, "description");
  return {
    name,
    type: readWord(value, "type", types, subAttributes.length > 0 ? "complex" : "string"),
    multiValued: readTruth(value, "multiValued"),
    description: typeof description === "string" ? description.slice(0, 500) : "",
    required: readTruth(value, "required"),
    caseExact: readTruth(value, "caseExact"),
    mutability: readWord(
      value,
      "mutability",
      ["readWrite", "readOnly", "immutable", "writeOnly"] as const,
      "readWrite",
    ),
    returned: readWord(value, "returned", ["default", "always", "never", "request"] as const, "default"),
    uniqueness: readWord(value, "uniqueness", ["none", "server", "global"] as const, "none"),
    ...(subAttributes.length === 0 ? {} : { subAttributes }),
  };
}

function readTruth(object: JsonObject, name: string): boolean {
  return String(readMember(object, name)).toLowerCase() === "true";
}

function readWord<Word extends string>(object: JsonObject, name: string, words: readonly Word[], fallback: Word): Word {
  const written = String(readMember(object, name)).toLowerCase();
  return words.find((word) => word.toLowerCase() === written) ?? fallback;
}
