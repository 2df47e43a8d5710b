import { ScimError } from "../errors";

/** A piece of a filter; `start` and `end` are offsets into its text. A word is a name, an operator or a literal. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "(" | ")" | "[" | "]" | "end" }
);

const whitespace = new Set([" ", "\t", "\r", "\n"]);
const punctuation: ReadonlySet<string> = new Set(["(", ")", "[", "]"]);
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Cuts a filter into tokens; the last one is `end`. Strings are JSON strings. Throws `invalidFilter` for a string that
 * is not closed or not JSON.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function tokenizeFilter(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const character = text.charAt(offset);
    if (whitespace.has(character)) {
      offset += 1;
    } else {
      const token = readToken(text, offset, character);
      tokens.push(token);
      offset = token.end;
    }
  }
  tokens.push({ kind: "end", start: offset, end: offset });
  return tokens;
}

/** The error for a filter that does not follow the grammar; `offset` is where in its text. */
export function createSyntaxError(offset: number, reason: string): ScimError {
  return new ScimError("invalidFilter", `The filter is not valid at character ${offset + 1}: ${reason}.`);
}

function readToken(text: string, start: number, character: string): Token {
  switch (character) {
    case "(":
    case ")":
    case "[":
    case "]":
      return { kind: character, start, end: start + 1 };
    case '"':
      return readString(text, start);
    default: {
      let end = start + 1;
      while (end < text.length && !isDelimiter(text.charAt(end))) {
        end += 1;
      }
      return { kind: "word", text: text.slice(start, end), start, end };
    }
  }
}

function isDelimiter(character: string): boolean {
  return character === '"' || whitespace.has(character) || punctuation.has(character);
}

function readString(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && text.charAt(end) !== '"') {
    end += text.charAt(end) === "\\" ? 2 : 1;
  }
  if (end >= text.length) {
    throw createSyntaxError(start, 'the string that begins here is never closed; end it with a double quote (")');
  }
  const value = parseJsonString(text.slice(start, end + 1));
  if (value === undefined) {
    throw createSyntaxError(
      start,
      'the string that begins here is not a JSON string; write \\" for a quote, \\\\ for a backslash and \\u0009 for a tab',
    );
  }
  // PostgreSQL stores neither, so that no resource can hold them.
  if (value.includes("\0") || loneSurrogate.test(value)) {
    throw createSyntaxError(start, "the string that begins here holds U+0000 or half of a surrogate pair");
  }
  return { kind: "string", value, start, end: end + 1 };
}

function parseJsonString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
