import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isJsonObject } from "@/lib/scim/json";
import { expect } from "../fixtures";
import type { Operation } from "./exchange";
import { listAt, valueAt } from "./exchange";
import { enterpriseUrn, userUrn } from "./urns";

/**
 * Attributes as Microsoft's clients name them, each with its value: `displayName`, `name.givenName`,
 * `emails[type eq "work"].value`, `roles[primary eq "True"].display`, `urn:…:User:department`.
 */
export type FlattenedAttributes = Readonly<Record<string, JsonValue>>;

const filteredPath = /^(\w+)\[(\w+) eq "?([^"\]]+)"?\]\.(\w+)$/;

/** The value that a flattened attribute has in a resource; undefined when it has none. */
export function readFlattened(resource: JsonObject, path: string): JsonValue | undefined {
  const [, attribute, key = "", wanted = "", subAttribute = ""] = filteredPath.exec(path) ?? [];
  if (attribute !== undefined) {
    const element = listAt(resource, attribute).find(
      (candidate) => String(valueAt(candidate, key)).toLowerCase() === wanted.toLowerCase(),
    );
    return valueAt(element, subAttribute);
  }
  const separator = path.startsWith("urn:") ? path.lastIndexOf(":") : -1;
  const holder = separator === -1 ? resource : resource[path.slice(0, separator)];
  return valueAt(holder, path.slice(separator + 1));
}

/** Expects a resource to hold each attribute with exactly its value. */
export function expectHolds(resource: JsonObject, expected: FlattenedAttributes): void {
  const actual = Object.fromEntries(Object.keys(expected).map((path) => [path, readFlattened(resource, path)]));
  expect(actual).toEqual(expected);
}

/**
 * The operations that write the attributes as Microsoft's validator writes them: one for each path with a filter, then one
 * without path that holds all others under their dotted and URN names.
 */
export function verboseOperations(op: string, attributes: FlattenedAttributes): Operation[] {
  const entries = Object.entries(attributes);
  const plain = entries.filter(([path]) => !filteredPath.test(path));
  return [
    ...entries.filter(([path]) => filteredPath.test(path)).map(([path, value]) => ({ op, path, value })),
    ...(plain.length > 0 ? [{ op, value: Object.fromEntries(plain) }] : []),
  ];
}

/** A User that holds the attributes, as a POST sends it; the filter of a path becomes the element's own text. */
export function nestUser(attributes: FlattenedAttributes): JsonObject {
  const user: JsonObject = { schemas: [userUrn, enterpriseUrn] };
  for (const [path, value] of Object.entries(attributes)) {
    const [, attribute, key = "", wanted = "", subAttribute = ""] = filteredPath.exec(path) ?? [];
    if (attribute !== undefined) {
      const elements = listAt(user, attribute);
      let element = elements.find((candidate) => valueAt(candidate, key) === wanted);
      if (element === undefined) {
        element = { [key]: wanted };
        user[attribute] = [...elements, element];
      }
      setMember(element, subAttribute, value);
    } else if (path.startsWith("urn:")) {
      const separator = path.lastIndexOf(":");
      setNested(user, path.slice(0, separator), path.slice(separator + 1), value);
    } else if (path.includes(".")) {
      const [parent = "", child = ""] = path.split(".");
      setNested(user, parent, child, value);
    } else {
      user[path] = value;
    }
  }
  return user;
}

function setNested(holder: JsonObject, parent: string, child: string, value: JsonValue): void {
  holder[parent] ??= {};
  setMember(holder[parent], child, value);
}

function setMember(holder: JsonValue, name: string, value: JsonValue): void {
  if (!isJsonObject(holder)) {
    throw new Error(`${name} cannot be put into ${JSON.stringify(holder)}`);
  }
  holder[name] = value;
}
