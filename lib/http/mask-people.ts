import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";

/** How a text that names a person is made unreadable. */
export type Mask = (text: string) => string;

const maxMaskedWords = 3;

/** "a•••@acme.example", "A••• L•••": enough to tell people apart by eye, not enough to know them. */
export function maskText(text: string): string {
  const at = text.lastIndexOf("@");
  if (at > 0 && !/\s/.test(text)) return `${firstOf(text)}•••${text.slice(at)}`;
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.length > maxMaskedWords ? `${firstOf(text)}•••` : words.map((word) => `${firstOf(word)}•••`).join(" ");
}

/** Of the level minimal: nothing is left. */
export function removeText(): string {
  return "[removed]";
}

function firstOf(text: string): string {
  return Array.from(text.slice(0, 4))[0] ?? "";
}

/** Members whose values are SCIM's or ours and say nothing about a person. */
const structural: ReadonlySet<string> = new Set(
  [
    ["schemas", "op", "id", "type", "resourceType", "location", "$ref", "version", "created", "lastModified", "active"],
    ["role", "scimType", "status", "method", "bulkId", "nextCursor", "grant_type", "scope", "client_id"],
  ]
    .flat()
    .map((name) => name.toLowerCase()),
);
const publicText = /^(?:true|false|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|bulkId:.*)$/i;
const publicPath = /^(?:active|role|schemas|id)$/i;

/** Whether a value says nothing about a person by its form: a boolean as text, an id. */
function isPublicText(text: string): boolean {
  return text === "" || publicText.test(text);
}

/** A body in which every text that may be about a person is masked; names of attributes stay. */
export function maskBody(body: JsonValue, mask: Mask): JsonValue {
  return maskMember("", body, mask);
}

function maskMember(name: string, value: JsonValue, mask: Mask): JsonValue {
  if (Array.isArray(value)) return value.map((element) => maskMember(name, element, mask));
  if (isJsonObject(value)) return maskObject(value, mask);
  if (typeof value !== "string" || structural.has(name) || isPublicText(value)) return value;
  return name === "path" ? maskQuoted(value, mask) : mask(value);
}

function maskObject(object: JsonObject, mask: Mask): JsonObject {
  const isPublic = typeof object.path === "string" && publicPath.test(object.path);
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      const isKept = isPublic && name.toLowerCase() === "value";
      return [maskQuoted(name, mask), isKept ? value : maskMember(name.toLowerCase(), value, mask)];
    }),
  );
}

/** Masks what stands in quotes: the values of a filter, also within a path. */
export function maskQuoted(text: string, mask: Mask): string {
  if (!text.includes('"')) return text;
  return text.replace(/"((?:[^"\\]|\\.)*)("|$)/gs, (_, value: string, end: string) =>
    isPublicText(value) ? `"${value}${end}` : `"${mask(value)}${end}`,
  );
}

/**
 * Masks in a sentence of ours what it repeats of a person; names of attributes that it quotes stay.
 *
 * @param personal texts of the request that are about people
 */
export function maskSentence(sentence: string, personal: ReadonlySet<string>, mask: Mask): string {
  const inQuotes = sentence.replace(/"((?:[^"\\]|\\.)*)"/gs, (quoted, value: string) =>
    personal.has(value) || value.includes("@") ? `"${mask(value)}"` : quoted,
  );
  const withoutAddresses = inQuotes.replace(/[^\s"'<>(),;]+@[^\s"'<>(),;]+/g, (address) =>
    address.includes("•••@") ? address : mask(address),
  );
  const names = [...personal].filter((name) => name.length > 2).sort((a, b) => b.length - a.length);
  return names.reduce((text, name) => text.replaceAll(name, () => mask(name)), withoutAddresses);
}

/** The texts of a body that may be about people. */
export function listPersonalTexts(body: JsonValue, found = new Set<string>(), name = ""): Set<string> {
  if (found.size >= 1_000) return found;
  if (Array.isArray(body)) for (const element of body) listPersonalTexts(element, found, name);
  else if (isJsonObject(body)) {
    for (const [key, value] of Object.entries(body)) listPersonalTexts(value, found, key.toLowerCase());
  } else if (typeof body === "string" && name !== "path" && !structural.has(name) && !isPublicText(body)) {
    found.add(body);
  }
  return found;
}
