import { ScimError } from "./errors";
import { isJsonObject, type JsonValue } from "./json";
import { quoteText } from "./quote-text";

const maxDepth = 32;
/** In a Unicode pattern a surrogate that is half of a pair does not match. */
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Refuses what no JSON text in UTF-8 can carry faithfully or PostgreSQL cannot store (U+0000, lone surrogates), numbers
 * beyond what a double can hold, which would come back as null, and nesting so deep that it can only be an attack.
 *
 * @throws ScimError invalidValue naming the attribute, or invalidSyntax
 * @see RFC 8259 §6, §8.2
 */
export function checkJson(value: JsonValue): void {
  checkValue(value, "", 0);
}

function checkValue(value: JsonValue, path: string, depth: number): void {
  if (typeof value === "string") {
    checkText(value, path);
    return;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ScimError(
      "invalidValue",
      `The number of ${nameOf(path)} is beyond ${Number.MAX_VALUE}, the largest that can be kept.`,
    );
  }
  if (depth >= maxDepth && typeof value === "object" && value !== null) {
    throw new ScimError(
      "invalidSyntax",
      `The body is nested deeper than ${maxDepth} levels${path === "" ? "" : ` (at ${quoteText(path)})`}. ` +
        "SCIM resources need four at most.",
    );
  }
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      checkValue(element, `${path}[${index}]`, depth + 1);
    });
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const memberPath = path === "" ? name : `${path}.${name}`;
      checkText(name, memberPath);
      checkValue(member, memberPath, depth + 1);
    }
  }
}

function checkText(text: string, path: string): void {
  if (text.includes("\u0000")) {
    refuseText(path, "the character U+0000");
  }
  if (loneSurrogate.test(text)) {
    refuseText(path, "half of a surrogate pair, which is no character");
  }
}

function refuseText(path: string, what: string): never {
  throw new ScimError("invalidValue", `The text of ${nameOf(path)} holds ${what}. Send it without.`);
}

function nameOf(path: string): string {
  return path === "" ? "the body" : quoteText(path);
}
