import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { findMemberName, getMember, setMember } from "@/lib/scim/json-object";

/** What the target makes itself, what is compared elsewhere, and what no target shows. In lower case. */
const neverOwned: ReadonlySet<string> = new Set(["schemas", "id", "meta", "groups", "members", "password"]);

/** Sub-attributes that targets work out from the `value` beside them. In lower case. */
const computed: ReadonlySet<string> = new Set(["display", "displayname"]);

/**
 * Of what a target shows, the part that is Roster's to say: the attributes, and attributes of extensions, that any of the
 * owners has, under the owners' names for them; of complex ones and of elements the sub-attributes that any owner has in any
 * element. What a target works out by itself, such as `name.formatted`, `display` or when an address was verified, is thus
 * left out, unless an owner says it; `$ref` always is.
 *
 * @param owners payloads: what is desired, what was sent
 */
export function takeOwned(remote: JsonObject, owners: readonly JsonObject[]): JsonObject {
  const owned: JsonObject = {};
  for (const name of listNames(owners)) {
    if (neverOwned.has(name.toLowerCase())) continue;
    const values = findValues(owners, name);
    const value = findValue(remote, name);
    if (value === undefined) continue;
    const objects = values.filter(isJsonObject);
    const isExtension = /^urn:/i.test(name) && objects.length > 0 && isJsonObject(value);
    setMember(owned, name, isExtension ? takeExtension(value, objects) : takeValue(value, values));
  }
  return owned;
}

function takeExtension(remote: JsonObject, owners: readonly JsonObject[]): JsonObject {
  const owned: JsonObject = {};
  for (const name of listNames(owners)) {
    const value = findValue(remote, name);
    if (value !== undefined) setMember(owned, name, takeValue(value, findValues(owners, name)));
  }
  return owned;
}

function takeValue(value: JsonValue, owners: readonly JsonValue[]): JsonValue {
  const said = new Set(owners.flatMap(listSubAttributeNames));
  // An owner that has simple values names no sub-attribute; the target may show them as the `value` of objects.
  const isSaid = (name: string) => (said.size === 0 ? !computed.has(name) : said.has(name));
  const takeElement = (element: JsonValue): JsonValue => {
    if (!isJsonObject(element)) return element;
    const taken = Object.entries(element).filter(([name]) => name !== "$ref" && isSaid(name.toLowerCase()));
    return Object.fromEntries(taken);
  };
  return Array.isArray(value) ? value.map(takeElement) : takeElement(value);
}

function listSubAttributeNames(value: JsonValue): string[] {
  const elements = Array.isArray(value) ? value : [value];
  return elements
    .flatMap((element) => (isJsonObject(element) ? Object.keys(element) : []))
    .map((name) => name.toLowerCase());
}

/** Of names that differ in case only, the first. */
function listNames(owners: readonly JsonObject[]): string[] {
  const names = new Map<string, string>();
  for (const name of owners.flatMap((owner) => Object.keys(owner))) {
    const folded = name.toLowerCase();
    if (!names.has(folded)) names.set(folded, name);
  }
  return [...names.values()];
}

function findValues(objects: readonly JsonObject[], name: string): JsonValue[] {
  return objects.map((object) => findValue(object, name)).filter((value) => value !== undefined);
}

function findValue(object: JsonObject, name: string): JsonValue | undefined {
  const key = findMemberName(object, name);
  return key === undefined ? undefined : getMember(object, key);
}
