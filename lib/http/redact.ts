import type { JsonObject, JsonValue } from "@/lib/scim/json";

const redacted = "[redacted]";

/** What a name looks like whose value is a secret; an assertion is one for as long as it lives, and its type is none. */
const secretName = /password|secret|token|credential|authorization|api[-_]?key|assertion(?![-_]?type)/i;
/** Members of the discovery documents that look like secrets by their names and are none. */
const publicNames: ReadonlySet<string> = new Set(["changePassword"]);

/** The longest body that the request log keeps whole. */
export const maxCharacters = 64 * 1024;

/**
 * A body as the request log keeps it: JSON text in which nothing is readable that a name says is secret, shortened when
 * it is long.
 */
export function redactBody(value: JsonValue): string {
  return shorten(JSON.stringify(redactValue(value)));
}

/** As `redactBody`, for JSON text that was just written by JSON.stringify: most of it needs no second look. */
export function redactBodyText(text: string): string {
  if (!secretName.test(text)) return shorten(text);
  const value: JsonValue = JSON.parse(text);
  return redactBody(value);
}

/**
 * A body that is no JSON, as the request log keeps it: its beginning, up to the first word that announces a secret, since
 * where the secret ends cannot be told.
 */
export function redactUnreadableBody(text: string): string {
  const secretAt = text.search(secretName);
  const readable = secretAt === -1 ? text : `${text.slice(0, secretAt)}${redacted}`;
  return JSON.stringify({ unreadable: true, characters: text.length, beginning: readable.slice(0, 2_000) });
}

/** A body in which nothing is readable that a name says is secret, as JSON text that is shortened when it is long. */
export function redactBodyTo(limit: number, value: JsonValue): string {
  return shorten(JSON.stringify(redactValue(value)), limit);
}

function shorten(text: string, limit = maxCharacters): string {
  if (text.length <= limit) return text;
  return JSON.stringify({ truncated: true, characters: text.length, beginning: text.slice(0, limit) });
}

function redactValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(redactValue);
  return typeof value === "object" && value !== null ? redactObject(value) : value;
}

function redactObject(object: JsonObject): JsonObject {
  // In a PATCH operation the name of the attribute is not the key: {"path":"password","value":"…"}.
  const hasSecretPath = Object.entries(object).some(
    ([name, value]) => name.toLowerCase() === "path" && typeof value === "string" && secretName.test(value),
  );
  const quotesRequest = object.scimType === "invalidFilter" || object.scimType === "invalidPath";
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (hasSecretPath && name.toLowerCase() === "path" && typeof value === "string")
        return [name, redactQuoted(value)];
      // The answer to a Bulk holds refusals, which quote what was refused.
      if (quotesRequest && name === "detail" && typeof value === "string") return [name, redactDetail(value)];
      const isSecret = hasSecretPath ? name.toLowerCase() !== "op" : secretName.test(name) && !publicNames.has(name);
      return [name, isSecret && value !== null ? redacted : redactValue(value)];
    }),
  );
}

/**
 * A path with its query string as the request log keeps it: the values of parameters that are named like secrets are
 * left out, and so are the quoted values of a filter that asks about one.
 */
export function redactQuery(pathname: string, search: string): string {
  if (search === "" || search === "?") return pathname;
  const parameters = search.slice(1).split("&");
  return `${pathname}?${parameters.map(redactParameter).join("&")}`;
}

function redactParameter(parameter: string): string {
  const separator = parameter.indexOf("=");
  if (separator === -1) return parameter;
  const name = parameter.slice(0, separator);
  const value = parameter.slice(separator + 1);
  if (secretName.test(decodeText(name))) return `${name}=${redacted}`;
  const decoded = decodeText(value);
  const withoutQuoted = redactQuoted(decoded);
  const secretAt = withoutQuoted.search(secretName);
  if (secretAt === -1) return parameter;
  if (withoutQuoted !== decoded) return `${name}=${encodeURIComponent(withoutQuoted)}`;
  // Without quotes nobody can tell where in a filter the secret begins and ends.
  const isFilter = decodeText(name).toLowerCase() === "filter";
  return isFilter ? `${name}=${encodeURIComponent(`${decoded.slice(0, secretAt)}${redacted}`)}` : parameter;
}

/** Masks access tokens and client secrets of ours wherever they were put by mistake: into a path, a filter or an attribute. */
export function maskAccessTokens(text: string): string {
  return text.includes("roster_") ? text.replace(/(roster_(?:scim|secret)_)[0-9A-Za-z]+/g, `$1${redacted}`) : text;
}

/** An error's sentence as the request log keeps it: it may quote a filter or a path that asks about a secret. */
export function redactDetail(detail: string): string {
  // It quotes as it was sent what may hold quotes itself, so that only the first and the last one are sure.
  return secretName.test(detail) ? detail.replace(/"(?:.*"|.*$)/s, `"${redacted}"`) : detail;
}

/** A quoted string may lack its end. */
function redactQuoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)/gs, `"${redacted}"`);
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
