import { parseDateTime } from "./date-time";
import { compareCodePoints, foldForComparison } from "./fold";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { getMember } from "./json-object";
import { type Sort, type SortKey, sortedCharacters } from "./sort";

/** What a resource is sorted by. */
export type SortValue = string | number | boolean;

/**
 * Orders two resources as a sorted list has them: negative when `a` comes first. Databases sort by their own expressions; a
 * test holds both orders equal.
 *
 * @see RFC 7644 §3.4.2.3
 */
export function compareResources(sort: Sort | undefined, a: JsonObject, b: JsonObject): number {
  const read = (resource: JsonObject) => ({ id: resource.id, value: sort && readSortValue(sort.key, resource) });
  return compareByValue(sort?.descending === true, read(a), read(b));
}

/** Orders two resources whose values are known: by these, and among equals by their ids. */
export function compareByValue(
  descending: boolean,
  a: { readonly id: JsonValue | undefined; readonly value: SortValue | undefined },
  b: { readonly id: JsonValue | undefined; readonly value: SortValue | undefined },
): number {
  const byValue = compareValues(a.value, b.value);
  if (byValue !== 0) return descending ? -byValue : byValue;
  return compareCodePoints(String(a.id), String(b.id));
}

/** What is missing is greater than every value: last when ascending, first when descending. */
function compareValues(a: SortValue | undefined, b: SortValue | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return typeof a === "string" && typeof b === "string" ? compareCodePoints(a, b) : Number(a) - Number(b);
}

/** The value that a resource is sorted by; undefined when it has none, or one that is not of its attribute's type. */
export function readSortValue(key: SortKey, resource: JsonObject): SortValue | undefined {
  const { extension, attribute } = key.target;
  const holder = extension === undefined ? resource : getMember(resource, extension);
  const value = readMember(holder, attribute.name);
  if (!Array.isArray(value)) return readElement(key, value);
  const primary = value.find((element) => isJsonObject(element) && element.primary === true);
  return readElement(key, primary) ?? readElement(key, value[0]);
}

function readElement({ target, kind, isWhole }: SortKey, element: JsonValue | undefined): SortValue | undefined {
  const { subAttribute } = target;
  const attribute = subAttribute ?? target.attribute;
  const value = subAttribute === undefined ? element : readMember(element, subAttribute.name);
  if (attribute.type === "dateTime") return typeof value === "string" ? parseDateTime(value) : undefined;
  if (typeof value === "string" && kind === "text") {
    const compared = attribute.caseExact ? value : foldForComparison(value);
    return isWhole ? compared : takeCharacters(compared, sortedCharacters);
  }
  if (typeof value === "number" && kind === "number") return value;
  return typeof value === "boolean" && kind === "boolean" ? value : undefined;
}

function readMember(holder: JsonValue | undefined, name: string): JsonValue | undefined {
  return holder !== undefined && isJsonObject(holder) ? getMember(holder, name) : undefined;
}

/** Code points, as a database counts them. */
function takeCharacters(text: string, count: number): string {
  return text.length <= count ? text : [...text].slice(0, count).join("");
}
