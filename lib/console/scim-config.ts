import { readName, readSubdomain } from "./field-rules";
import type { PythonEntry, PythonLiteral } from "./python-literal";
import { PythonSyntaxError } from "./python-source";
import type { Result } from "./result";

/** One organization's part of Zulip's SCIM_CONFIG. */
export type ScimConfigEntry = {
  readonly subdomain: string;
  readonly bearerToken: string;
  readonly scimClientName: string;
  readonly nameFormattedIncluded: boolean;
  readonly createGuestsWithoutStreams: boolean;
  /** What the file says and Roster has no place for, a sentence each. */
  readonly notCarriedOver: readonly string[];
  /** What was read otherwise than it is written, a sentence each. */
  readonly advice: readonly string[];
};

const requiredKeys = ["bearer_token", "scim_client_name", "name_formatted_included"] as const;
const knownKeys: readonly string[] = [...requiredKeys, "create_guests_without_streams", "custom_profile_field_map"];

/**
 * Reads the value of SCIM_CONFIG: a dict from subdomains to dicts.
 *
 * @throws PythonSyntaxError naming line, column and what was expected
 */
export function readScimConfig(literal: PythonLiteral): readonly ScimConfigEntry[] {
  const organizations = readDict(literal, "SCIM_CONFIG");
  return [...organizations].map(([subdomain, { key, value }]) => {
    accepted(readSubdomain(subdomain), key);
    return readEntry(subdomain, value);
  });
}

function readEntry(subdomain: string, literal: PythonLiteral): ScimConfigEntry {
  const place = subdomain === "" ? "the root domain" : `"${subdomain}"`;
  const settings = readDict(literal, `the configuration of ${place}`);
  const missing = requiredKeys.filter((key) => !settings.has(key));
  if (missing.length > 0) {
    return fail(
      literal,
      `the configuration of ${place} lacks ${missing.join(", ")}. It needs ${requiredKeys.join(", ")}.`,
    );
  }
  const unknown = [...settings.keys()].filter((key) => !knownKeys.includes(key));
  const nameEntry = settings.get("scim_client_name");
  const scimClientName = accepted(
    readName(readString(nameEntry, "scim_client_name"), "scim_client_name"),
    nameEntry?.value ?? literal,
  );
  const fieldMap = settings.get("custom_profile_field_map");
  const token = readToken(settings.get("bearer_token"), place);
  return {
    subdomain,
    bearerToken: token.value,
    scimClientName,
    nameFormattedIncluded: readBoolean(settings.get("name_formatted_included"), "name_formatted_included") ?? true,
    createGuestsWithoutStreams:
      readBoolean(settings.get("create_guests_without_streams"), "create_guests_without_streams") ?? false,
    notCarriedOver: [...describeFieldMap(fieldMap), ...unknown.map((key) => `${key}: Roster knows no such setting.`)],
    advice: token.advice,
  };
}

function describeFieldMap(entry: PythonEntry | undefined): readonly string[] {
  if (entry === undefined || entry.value.kind === "none") {
    return [];
  }
  const fields = [...readDict(entry.value, "custom_profile_field_map")].map(
    ([attribute, field]) => `${attribute} to ${field.value.kind === "string" ? field.value.value : "…"}`,
  );
  return fields.length === 0
    ? []
    : [`custom_profile_field_map (${fields.join(", ")}): Roster has no custom profile fields.`];
}

/** A dict with text for keys. Of a key that is given twice the last value holds, as in Python. */
function readDict(literal: PythonLiteral, what: string): ReadonlyMap<string, PythonEntry> {
  if (literal.kind !== "dict") {
    return fail(literal, `expected a dict for ${what}, but found ${describeKind(literal)}.`);
  }
  const entries = new Map<string, PythonEntry>();
  for (const entry of literal.entries) {
    if (entry.key.kind !== "string") {
      return fail(entry.key, `expected a string for each key of ${what}, but found ${describeKind(entry.key)}.`);
    }
    entries.set(entry.key.value, entry);
  }
  return entries;
}

function readString(entry: PythonEntry | undefined, what: string): string {
  if (entry?.value.kind === "string" && entry.value.value.trim() !== "") {
    return entry.value.value;
  }
  return failAt(entry, `expected a string that is not blank for ${what}`);
}

/**
 * Reads the token as a request can present it: what stands around the value of a header is no part of it, and a token that
 * cannot stand in one never let anybody in.
 *
 * @see RFC 9110 §5.5
 */
function readToken(entry: PythonEntry | undefined, place: string): { value: string; advice: readonly string[] } {
  const written = readString(entry, "bearer_token");
  const value = written.trim();
  const problem = findTokenProblem(value);
  if (problem !== undefined && entry !== undefined) {
    return fail(
      entry.value,
      `the bearer_token of ${place} has ${problem} in it, and the Authorization header cannot carry that: no request can present it. Put another token into the file and into the identity provider.`,
    );
  }
  const advice =
    "The token stands in the file with spaces or line breaks around it. They are no part of a header, and it is imported without them.";
  return { value, advice: value === written ? [] : [advice] };
}

function findTokenProblem(token: string): string | undefined {
  if (/\p{Cc}/u.test(token.replaceAll("\t", ""))) return "a line break or another control character";
  return /[^\t\x20-\x7e]/.test(token) ? "a character that is not ASCII" : undefined;
}

function readBoolean(entry: PythonEntry | undefined, what: string): boolean | undefined {
  if (entry === undefined || entry.value.kind === "boolean") {
    return entry?.value.kind === "boolean" ? entry.value.value : undefined;
  }
  return failAt(entry, `expected True or False for ${what}`);
}

function failAt(entry: PythonEntry | undefined, expectation: string): never {
  if (entry === undefined) {
    throw new Error(`${expectation}, but it is missing.`);
  }
  return fail(entry.value, `${expectation}, but found ${describeKind(entry.value)}.`);
}

/** The value of a rule that was met; a refusal is told with its place in the file. */
function accepted(result: Result<string>, literal: PythonLiteral): string {
  return result.ok ? result.value : fail(literal, result.message);
}

function fail(literal: PythonLiteral, message: string): never {
  throw new PythonSyntaxError(message, literal.position);
}

function describeKind(literal: PythonLiteral): string {
  if (literal.kind === "string") return literal.value.trim() === "" ? "a blank string" : "a string";
  if (literal.kind === "boolean") return literal.value ? "True" : "False";
  if (literal.kind === "none") return "None";
  return `a ${literal.kind}`;
}
