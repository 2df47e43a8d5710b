import type { PythonSource, StringOpening } from "./python-source";

const simpleEscapes: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const octalPattern = /[0-7]{1,3}/y;
const hexadecimalDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads one string literal, prefix and quotes included, and moves past it. Bytes are read as text.
 *
 * @see https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
 */
export function readPythonString(source: PythonSource, opening: StringOpening): string {
  const start = source.offset;
  if (!["", "r", "u", "b", "rb", "br"].includes(opening.prefix)) {
    source.fail(
      opening.prefix.includes("f")
        ? "expected a plain string, but found an f-string. Write the text itself."
        : `expected a string, but "${opening.prefix}" is no string prefix.`,
    );
  }
  source.offset += opening.length;
  const raw = opening.prefix.includes("r");
  const multiline = opening.quote.length === 3;
  let text = "";
  while (!source.take(opening.quote)) {
    if (source.atEnd || (source.next === "\n" && !multiline)) {
      source.fail(`this string is not closed: expected ${opening.quote} before ${source.describeNext()}.`, start);
    }
    if (source.next !== "\\") {
      text += source.next;
      source.offset += 1;
    } else if (raw) {
      text += source.text.slice(source.offset, source.offset + 2);
      source.offset += 2;
    } else {
      text += readEscape(source, opening.prefix.includes("b"));
    }
  }
  return text;
}

/** Moves past a string literal whose content does not matter. */
export function skipPythonString(source: PythonSource, opening: StringOpening): void {
  const start = source.offset;
  const multiline = opening.quote.length === 3;
  source.offset += opening.length;
  while (!source.take(opening.quote)) {
    if (source.atEnd || (source.next === "\n" && !multiline)) {
      source.fail(`this string is not closed: expected ${opening.quote} before ${source.describeNext()}.`, start);
    }
    source.offset += source.next === "\\" ? 2 : 1;
  }
}

function readEscape(source: PythonSource, isBytes: boolean): string {
  const start = source.offset;
  source.offset += 1;
  const letter = source.next;
  const simple = simpleEscapes[letter];
  if (simple !== undefined) {
    source.offset += 1;
    return simple;
  }
  const octal = source.match(octalPattern)?.[0];
  if (octal !== undefined) {
    source.offset += octal.length;
    return String.fromCodePoint(Number.parseInt(octal, 8));
  }
  const digits = hexadecimalDigits[letter];
  if (digits !== undefined && !(isBytes && letter !== "x")) {
    const code = source.text.slice(source.offset + 1, source.offset + 1 + digits);
    const codePoint = /^[0-9a-fA-F]+$/.test(code) && code.length === digits ? Number.parseInt(code, 16) : undefined;
    if (codePoint === undefined || codePoint > 0x10ffff) {
      source.fail(`expected ${digits} hexadecimal digits of a character after \\${letter}.`, start);
    }
    source.offset += 1 + digits;
    return String.fromCodePoint(codePoint);
  }
  if (letter === "N" && !isBytes) {
    source.fail("expected the character itself: characters by name (\\N{…}) cannot be read.", start);
  }
  // Python keeps the backslash of an escape it does not know.
  return "\\";
}
