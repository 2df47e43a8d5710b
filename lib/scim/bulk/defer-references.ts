import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { isUnassigned, setMember } from "../json-object";
import { enterpriseUserSchemaUrn, groupSchemaUrn } from "../urns";
import { mentions } from "./references";

/** A resource to be created without some of its references, and the PATCH operations that add them later. */
export type DeferredReferences = { readonly data: JsonValue; readonly links: readonly JsonObject[] };

const nestingUrns: ReadonlySet<string> = new Set([groupSchemaUrn, enterpriseUserSchemaUrn].map(fold));

/**
 * Takes what refers to these bulkIds out of a resource that is to be created, as far as it can be created without and be
 * linked later: elements of `members`, and the manager of the enterprise extension.
 *
 * @see RFC 7644 §3.7.1
 */
export function deferReferences(data: JsonValue, bulkIds: ReadonlySet<string>): DeferredReferences {
  if (!isJsonObject(data) || !mentions(data, bulkIds)) return { data, links: [] };
  const links: JsonObject[] = [];
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(data)) {
    const kept = deferMember(name, value, bulkIds, links);
    if (kept !== undefined) setMember(rest, name, kept);
  }
  return { data: rest, links };
}

/** What is left of a member of the resource; undefined: nothing. */
function deferMember(
  name: string,
  value: JsonValue,
  bulkIds: ReadonlySet<string>,
  links: JsonObject[],
): JsonValue | undefined {
  if (nestingUrns.has(fold(name)) && isJsonObject(value)) {
    const nested = deferReferences(value, bulkIds);
    links.push(...nested.links);
    return isUnassigned(nested.data) ? undefined : nested.data;
  }
  const attribute = fold(name.slice(name.lastIndexOf(":") + 1));
  if (attribute === "manager" && mentions(value, bulkIds)) {
    links.push({ op: "add", path: `${enterpriseUserSchemaUrn}:manager`, value });
    return undefined;
  }
  if (attribute === "members") return deferElements(value, bulkIds, links);
  return value;
}

function deferElements(value: JsonValue, bulkIds: ReadonlySet<string>, links: JsonObject[]): JsonValue | undefined {
  const elements = Array.isArray(value) ? value : [value];
  const now: JsonValue[] = [];
  const later: JsonValue[] = [];
  for (const element of elements) (mentions(element, bulkIds) ? later : now).push(element);
  if (later.length === 0) return value;
  links.push({ op: "add", path: "members", value: later });
  return now.length === 0 ? undefined : now;
}

function fold(text: string): string {
  return text.toLowerCase();
}
