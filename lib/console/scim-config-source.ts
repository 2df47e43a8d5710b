import { type PythonLiteral, readPythonLiteral } from "./python-literal";
import { PythonSource } from "./python-source";
import { skipPythonString } from "./python-string";

const settingName = "SCIM_CONFIG";

/**
 * Finds the value of `SCIM_CONFIG` in a settings file or a fragment of one, or reads a file that is nothing but the
 * dict. Comments and strings that mention the name are passed over; of several assignments the last holds, as in Python.
 *
 * @throws PythonSyntaxError naming line, column and what was expected
 */
export function readScimConfigLiteral(text: string): PythonLiteral {
  const source = new PythonSource(text);
  source.skipBlanks(true);
  if (source.next === "{") {
    const literal = readPythonLiteral(source);
    source.skipBlanks(true);
    if (!source.atEnd) {
      source.fail(`expected the end of the file after the dict, but found ${source.describeNext()}.`);
    }
    return literal;
  }
  let found: PythonLiteral | undefined;
  while (!source.atEnd) {
    if (isAtAssignment(source)) {
      found = readPythonLiteral(source);
      expectEndOfStatement(source);
    } else {
      refuseLaterChange(source);
      skipStatement(source);
    }
  }
  return found ?? source.fail(`expected "${settingName} = {…}", but there is none in this file.`, 0);
}

/** Moves past "SCIM_CONFIG =" or "SCIM_CONFIG: annotation =" and says whether that was there. */
function isAtAssignment(source: PythonSource): boolean {
  const start = source.offset;
  source.skipBlanks(true);
  if (source.findIdentifier() === settingName) {
    source.offset += settingName.length;
    source.skipBlanks(false);
    if (source.take(":")) {
      skipUntil(source, (character) => character === "=" || isStatementEnd(character));
    }
    if (source.next === "=" && !source.startsWith("==")) {
      source.offset += 1;
      return true;
    }
  }
  source.offset = start;
  return false;
}

/** `SCIM_CONFIG["late"] = {…}` would be lost without a word. */
function refuseLaterChange(source: PythonSource): void {
  const start = source.offset;
  source.skipBlanks(true);
  if (source.findIdentifier() === settingName) {
    source.offset += settingName.length;
    source.skipBlanks(false);
    if (["[", ".", "|"].includes(source.next)) {
      source.fail(
        `expected ${settingName} to be set as a whole, but it is changed here. Put the change into its dict.`,
      );
    }
  }
  source.offset = start;
}

function expectEndOfStatement(source: PythonSource): void {
  source.skipBlanks(false);
  if (!source.atEnd && !["\n", ";", "#"].includes(source.next)) {
    source.fail(`expected the end of the line after the value, but found ${source.describeNext()}.`);
  }
  skipStatement(source);
}

/** Moves past the rest of a logical line. */
function skipStatement(source: PythonSource): void {
  skipUntil(source, isStatementEnd);
  source.offset += 1;
}

function isStatementEnd(character: string): boolean {
  return character === "\n" || character === ";";
}

/** Moves to the first character outside brackets, strings and comments that `isEnd` accepts, or to the end. */
function skipUntil(source: PythonSource, isEnd: (character: string) => boolean): void {
  let depth = 0;
  while (!source.atEnd) {
    const character = source.next;
    if (depth === 0 && isEnd(character)) {
      return;
    }
    const opening = character === "'" || character === '"' ? source.findStringOpening() : undefined;
    if (opening !== undefined) {
      skipPythonString(source, opening);
    } else if (character === "#") {
      source.skipComment();
    } else {
      depth += "([{".includes(character) ? 1 : 0;
      depth -= ")]}".includes(character) && depth > 0 ? 1 : 0;
      source.offset += character === "\\" ? 2 : 1;
    }
  }
}
