import type { PythonSource, SourcePosition } from "./python-source";
import { readPythonString } from "./python-string";

/** A Python literal as a tree; every node knows where it stands, so that a refusal of its value can say so. */
export type PythonLiteral = { readonly position: SourcePosition } & (
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "list" | "tuple"; readonly items: readonly PythonLiteral[] }
  | { readonly kind: "dict"; readonly entries: readonly PythonEntry[] }
);

export type PythonEntry = { readonly key: PythonLiteral; readonly value: PythonLiteral };

/** How deep brackets may nest: Python itself stops at 200. */
const maximumDepth = 100;

const integerPattern = /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+/y;
const decimalPattern = /(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;

/**
 * Reads one Python literal (dict, list, tuple, string, number, True, False, None) and moves past it. Nothing is run:
 * names, calls and operators are refused.
 *
 * @param source stands at the literal or at blanks before it
 * @throws PythonSyntaxError naming line, column and what was expected
 */
export function readPythonLiteral(source: PythonSource, depth = 0): PythonLiteral {
  source.skipBlanks(depth > 0);
  if (depth > maximumDepth) {
    source.fail(`expected at most ${maximumDepth} brackets inside each other.`);
  }
  const position = source.positionAt();
  if (source.take("{")) {
    return { kind: "dict", position, entries: readEntries(source, depth) };
  }
  if (source.take("[")) {
    return { kind: "list", position, items: readItems(source, "]", depth).items };
  }
  if (source.take("(")) {
    const { items, trailingComma } = readItems(source, ")", depth);
    const [only] = items;
    return only !== undefined && items.length === 1 && !trailingComma ? only : { kind: "tuple", position, items };
  }
  if (source.findStringOpening() !== undefined) {
    return { kind: "string", position, value: readAdjacentStrings(source, depth) };
  }
  const number = readNumber(source);
  if (number !== undefined) {
    return { kind: "number", position, value: number };
  }
  return readConstant(source, position);
}

function readEntries(source: PythonSource, depth: number): PythonEntry[] {
  const entries: PythonEntry[] = [];
  for (;;) {
    source.skipBlanks(true);
    if (source.take("}")) {
      return entries;
    }
    const key = readPythonLiteral(source, depth + 1);
    source.skipBlanks(true);
    if (!source.take(":")) {
      source.fail(`expected ":" after the key, but found ${source.describeNext()}.`);
    }
    entries.push({ key, value: readPythonLiteral(source, depth + 1) });
    source.skipBlanks(true);
    if (!source.take(",") && source.next !== "}") {
      source.fail(`expected "," or "}", but found ${source.describeNext()}.`);
    }
  }
}

function readItems(source: PythonSource, closing: string, depth: number) {
  const items: PythonLiteral[] = [];
  let trailingComma = false;
  for (;;) {
    source.skipBlanks(true);
    if (source.take(closing)) {
      return { items, trailingComma };
    }
    items.push(readPythonLiteral(source, depth + 1));
    source.skipBlanks(true);
    trailingComma = source.take(",");
    if (!trailingComma && source.next !== closing) {
      source.fail(`expected "," or "${closing}", but found ${source.describeNext()}.`);
    }
  }
}

/** Strings that follow each other are one string. */
function readAdjacentStrings(source: PythonSource, depth: number): string {
  let text = "";
  for (let opening = source.findStringOpening(); opening !== undefined; opening = source.findStringOpening()) {
    text += readPythonString(source, opening);
    const end = source.offset;
    source.skipBlanks(depth > 0);
    if (source.findStringOpening() === undefined) {
      source.offset = end;
    }
  }
  return text;
}

function readNumber(source: PythonSource): number | undefined {
  const start = source.offset;
  let sign = 1;
  while (source.next === "-" || source.next === "+") {
    sign *= source.next === "-" ? -1 : 1;
    source.offset += 1;
    source.skipBlanks(false);
  }
  const text = (source.match(integerPattern) ?? source.match(decimalPattern))?.[0];
  if (text === undefined) {
    source.offset = start;
    return undefined;
  }
  source.offset += text.length;
  if (source.findIdentifier() !== undefined) {
    source.fail(`expected a number, but "${text}${source.findIdentifier()}" is none.`, start);
  }
  return sign * Number(text.replaceAll("_", ""));
}

function readConstant(source: PythonSource, position: SourcePosition): PythonLiteral {
  const name = source.findIdentifier();
  if (name === "True" || name === "False") {
    source.offset += name.length;
    return { kind: "boolean", position, value: name === "True" };
  }
  if (name === "None") {
    source.offset += name.length;
    return { kind: "none", position };
  }
  if (name === "true" || name === "false") {
    source.fail(`expected True or False, but found ${name}. Python writes them with a capital letter.`);
  }
  const reason = name === undefined ? "" : " Names and calls are not run: write the value itself.";
  return source.fail(`expected a value, but found ${source.describeNext()}.${reason}`);
}
