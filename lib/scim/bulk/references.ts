import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import type { RunnableOperation } from "./bulk-operation";

const prefix = "bulkId:";

/** What an operation says where it refers to others: the parts that may hold references. */
export type ReferringParts = Pick<RunnableOperation, "method" | "path" | "data">;

/**
 * The bulkIds that an operation refers to, in the order in which they stand there: in its path, in every text of its data
 * that is a reference and nothing else, and in the filters of a PATCH's paths.
 *
 * @see RFC 7644 §3.7.2
 */
export function listReferences(operation: ReferringParts): ReadonlySet<string> {
  const found = new Set<string>();
  replaceReferences(operation, (bulkId) => {
    found.add(bulkId);
    return undefined;
  });
  return found;
}

/**
 * The operation with ids in the place of its references.
 *
 * @param resolve the id of what a bulkId stands for; undefined leaves the reference as it is
 */
export function replaceReferences<Operation extends ReferringParts>(
  operation: Operation,
  resolve: (bulkId: string) => string | undefined,
): Operation {
  const { method, path, data } = operation;
  const replaced = { ...operation, path: replaceInPath(path, resolve) };
  if (data === undefined) return replaced;
  const change = (text: string) => replaceWhole(text, resolve);
  return { ...replaced, data: method === "PATCH" ? replaceInPatch(data, resolve) : replaceTexts(data, change) };
}

/** All texts in a JSON value; the names of members are none. */
export function listTexts(value: JsonValue): ReadonlySet<string> {
  const texts = new Set<string>();
  replaceTexts(value, (text) => {
    texts.add(text);
    return text;
  });
  return texts;
}

/** The JSON value with other texts in the place of its own; the names of members stay. */
export function replaceTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((element) => replaceTexts(element, change));
  return isJsonObject(value) ? mapMembers(value, (_, member) => replaceTexts(member, change)) : value;
}

type Resolve = (bulkId: string) => string | undefined;

function replaceWhole(text: string, resolve: Resolve): string {
  return text.startsWith(prefix) ? (resolve(text.slice(prefix.length)) ?? text) : text;
}

/** `/Groups/bulkId:x`, where the colon may be percent-encoded. */
function replaceInPath(path: string, resolve: Resolve): string {
  if (!/bulkid/i.test(path)) return path;
  return path
    .split("/")
    .map((segment) => {
      const decoded = decode(segment);
      return decoded.startsWith(prefix) ? (resolve(decoded.slice(prefix.length)) ?? segment) : segment;
    })
    .join("/");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A PATCH, whose operations have paths, in which a filter may quote a reference. */
function replaceInPatch(data: JsonValue, resolve: Resolve): JsonValue {
  const replaced = replaceTexts(data, (text) => replaceWhole(text, resolve));
  if (!isJsonObject(replaced)) return replaced;
  return mapMembers(replaced, (name, operations) => {
    if (name.toLowerCase() !== "operations" || !Array.isArray(operations)) return operations;
    return operations.map((operation) => {
      if (!isJsonObject(operation)) return operation;
      return mapMembers(operation, (key, value) =>
        key.toLowerCase() === "path" && typeof value === "string" ? replaceQuoted(value, resolve) : value,
      );
    });
  });
}

/** `members[value eq "bulkId:x"]`: the literals of a filter are written as in JSON. */
function replaceQuoted(path: string, resolve: Resolve): string {
  if (!path.includes(prefix)) return path;
  return path.replace(/"(?:[^"\\]|\\.)*"/gs, (literal) => {
    const text = parseLiteral(literal);
    const id = text?.startsWith(prefix) ? resolve(text.slice(prefix.length)) : undefined;
    return id === undefined ? literal : JSON.stringify(id);
  });
}

function parseLiteral(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function mapMembers(object: JsonObject, change: (name: string, value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));
}
