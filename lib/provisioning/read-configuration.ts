import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { findMemberName } from "@/lib/scim/json-object";

/** What a ServiceProviderConfig says, as far as it can be read. What is absent it does not say, or not so that it can be read. */
export type Configuration = {
  readonly patch?: boolean;
  readonly filter?: boolean;
  readonly etag?: boolean;
  readonly changePassword?: boolean;
  readonly bulk?: boolean;
  readonly maxOperations?: number;
  /** Bytes. */
  readonly maxPayloadSize?: number;
  readonly maxResults?: number;
  readonly maxPageSize?: number;
  /** Whether lists can be read by number, and by cursor. @see RFC 9865 §3 */
  readonly indexPaging?: boolean;
  readonly cursorPaging?: boolean;
  /** What was written otherwise than the RFC has it, and how it was read: a sentence each. */
  readonly oddities: readonly string[];
};

/**
 * Reads a ServiceProviderConfig field by field: one that is missing or wrong takes nothing from the others. Names are found
 * whatever their case; "true" and 1 are true; what Roster does not need, such as documentationUri, is not looked at.
 *
 * @see RFC 7643 §5
 */
export function readConfiguration(document: JsonObject): Configuration {
  const oddities: string[] = [];
  const body = unwrapList(document, oddities);

  function readFlag(name: string): boolean | undefined {
    const value = readMember(body, name);
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) return toBoolean(value, name, oddities);
    const supported = readMember(value, "supported");
    return supported === undefined ? undefined : toBoolean(supported, `${name}.supported`, oddities);
  }
  function readCount(name: string, member: string): number | undefined {
    const value = readMember(body, name);
    const count = isJsonObject(value) ? readMember(value, member) : undefined;
    return count === undefined ? undefined : toCount(count, `${name}.${member}`, oddities);
  }

  function readPaging(member: string): boolean | undefined {
    const pagination = readMember(body, "pagination");
    const value = isJsonObject(pagination) ? readMember(pagination, member) : undefined;
    return value === undefined ? undefined : toBoolean(value, `pagination.${member}`, oddities);
  }

  const said = {
    patch: readFlag("patch"),
    filter: readFlag("filter"),
    etag: readFlag("etag"),
    changePassword: readFlag("changePassword"),
    bulk: readFlag("bulk"),
    maxOperations: readCount("bulk", "maxOperations"),
    maxPayloadSize: readCount("bulk", "maxPayloadSize"),
    maxResults: readCount("filter", "maxResults"),
    maxPageSize: readCount("pagination", "maxPageSize"),
    indexPaging: readPaging("index"),
    cursorPaging: readPaging("cursor"),
  };
  return { ...withoutAbsent(said), oddities };
}

/** The member of that name, whatever its case; null counts as absent. */
export function readMember(body: JsonObject, name: string): JsonValue | undefined {
  const found = findMemberName(body, name);
  return found === undefined ? undefined : (body[found] ?? undefined);
}

/** Some answer with a list that holds the one document. */
function unwrapList(document: JsonObject, oddities: string[]): JsonObject {
  const resources = readMember(document, "Resources");
  const [first] = Array.isArray(resources) ? resources : [];
  if (!isJsonObject(first)) return document;
  oddities.push("The configuration came as a list; its first element was read.");
  return first;
}

function toBoolean(value: JsonValue, name: string, oddities: string[]): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = String(value).trim().toLowerCase();
  const read = ["true", "1", "yes"].includes(text) ? true : ["false", "0", "no"].includes(text) ? false : undefined;
  const written = JSON.stringify(value).slice(0, 50);
  oddities.push(
    read === undefined
      ? `${name} is ${written}, neither true nor false: it was passed over.`
      : `${name} is ${written}, which was read as ${read}.`,
  );
  return read;
}

function toCount(value: JsonValue, name: string, oddities: string[]): number | undefined {
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const isCount = typeof count === "number" && Number.isFinite(count) && count >= 0;
  const written = JSON.stringify(value).slice(0, 50);
  if (!isCount) oddities.push(`${name} is ${written}, which is no count: it was passed over.`);
  else if (typeof value === "string") oddities.push(`${name} is the text ${written}, which was read as a number.`);
  return isCount ? Math.floor(count) : undefined;
}

function withoutAbsent<Said extends object>(said: Said): { [Name in keyof Said]?: Exclude<Said[Name], undefined> } {
  const present = Object.entries(said).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof Said]?: Exclude<Said[Name], undefined> };
}
