import { ScimError } from "./errors";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import type { ListParameters } from "./list-parameters";
import { searchRequestUrn } from "./urns";

/**
 * Reads the body of a search by POST, which asks for the same as the query of a GET. Names are taken in any case; members
 * that SCIM does not know are passed over, and null is as good as absent. A list of attributes may be an array or a text,
 * a number may be a number or a text.
 *
 * @throws ScimError invalidSyntax for schemas that are missing or wrong, and for a member of the wrong type
 * @see RFC 7644 §3.4.3, RFC 9865 §2.3
 */
export function parseSearchRequest(body: JsonValue): ListParameters {
  if (!isJsonObject(body)) {
    throw new ScimError(
      "invalidSyntax",
      `The body of a search must be a JSON object with schemas: ["${searchRequestUrn}"].`,
    );
  }
  const members = collectMembers(body);
  checkSchemas(members.get("schemas"));
  const filter = readText(members, "filter");
  const sortBy = readText(members, "sortBy");
  const sortOrder = readText(members, "sortOrder");
  const startIndex = readNumber(members, "startIndex");
  const count = readNumber(members, "count");
  const cursor = readText(members, "cursor");
  return {
    filters: filter === undefined ? [] : [filter],
    ...(sortBy === undefined ? {} : { sortBy }),
    ...(sortOrder === undefined ? {} : { sortOrder }),
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(count === undefined ? {} : { count }),
    ...(cursor === undefined ? {} : { cursor }),
    attributes: readTexts(members, "attributes"),
    excludedAttributes: readTexts(members, "excludedAttributes"),
  };
}

type Members = ReadonlyMap<string, JsonValue>;

/** The members by their names in lower case. */
function collectMembers(body: JsonObject): Members {
  const members = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(body)) {
    const folded = name.toLowerCase();
    if (members.has(folded)) {
      throw new ScimError(
        "invalidSyntax",
        `The search has ${JSON.stringify(name.slice(0, 100))} twice: names do not depend on case. Send it once.`,
      );
    }
    members.set(folded, value);
  }
  return members;
}

function checkSchemas(schemas: JsonValue | undefined): void {
  const urns = Array.isArray(schemas) ? schemas : [];
  if (!urns.some((urn) => typeof urn === "string" && urn.toLowerCase() === searchRequestUrn.toLowerCase())) {
    throw new ScimError("invalidSyntax", `The schemas of a search must be ["${searchRequestUrn}"].`);
  }
}

function readText(members: Members, name: string): string | undefined {
  const value = members.get(name.toLowerCase()) ?? null;
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  throw refuseType(name, "a text");
}

function readNumber(members: Members, name: string): string | undefined {
  const value = members.get(name.toLowerCase()) ?? null;
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value !== "number") throw refuseType(name, "a number");
  // As in a query string, in digits throughout: JavaScript writes large numbers with an exponent.
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

function readTexts(members: Members, name: string): readonly string[] {
  const value = members.get(name.toLowerCase()) ?? null;
  if (value === null) return [];
  const texts = Array.isArray(value) ? value : [value];
  return texts.map((text) => {
    if (typeof text === "string") return text;
    throw refuseType(name, "an array of attribute names");
  });
}

function refuseType(name: string, expected: string): ScimError {
  return new ScimError("invalidSyntax", `The member ${name} of the search must be ${expected}.`);
}
