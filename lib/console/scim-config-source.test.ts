import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PythonLiteral } from "./python-literal";
import { readScimConfigLiteral } from "./scim-config-source";

/** A literal as plain JavaScript; a dict is a list of pairs, since its keys may be of any kind. */
function simplify(literal: PythonLiteral): unknown {
  switch (literal.kind) {
    case "none":
      return null;
    case "dict":
      return { dict: literal.entries.map(({ key, value }) => [simplify(key), simplify(value)]) };
    case "list":
    case "tuple":
      return { [literal.kind]: literal.items.map(simplify) };
    case "string":
    case "number":
    case "boolean":
      return literal.value;
  }
}

/** The value of the literal `text`, read as the only value of a dict. */
function readValue(text: string): unknown {
  const literal = readScimConfigLiteral(`{1: ${text}}`);
  return literal.kind === "dict" ? literal.entries.map(({ value }) => simplify(value))[0] : undefined;
}

describe("Python literals", () => {
  test.each<[string, unknown]>([
    ["''", ""],
    [`"a'b"`, "a'b"],
    [`'a"b'`, 'a"b'],
    [`'''a\n'b''c'''`, "a\n'b''c"],
    [`"""a"b"""`, 'a"b'],
    [`'a' "b"\n '''c'''`, "abc"],
    [`r'a\\nb\\'c'`, "a\\nb\\'c"],
    [`b'a\\x41'`, "aA"],
    [`Rb'\\d'`, "\\d"],
    [`u'a'`, "a"],
    [`'\\n\\t\\\\\\'\\"\\a\\0\\101\\x41\\u00e9\\U0001F600'`, "\n\t\\'\"\x07\0AAé😀"],
    [`'\\d'`, "\\d"],
    [`b'\\u00e9'`, "\\u00e9"],
    [`'a\\\nb'`, "ab"],
    ["'a' # comment '\n 'b'", "ab"],
    ["True", true],
    ["False", false],
    ["None", null],
    ["0", 0],
    ["-1_000", -1000],
    ["+ 1.5e3", 1500],
    ["- -1", 1],
    [".5", 0.5],
    ["1.", 1],
    ["0x_fF", 255],
    ["0o17", 15],
    ["0b101", 5],
    ["[]", { list: [] }],
    ["[1, 'a',]", { list: [1, "a"] }],
    ["()", { tuple: [] }],
    ["(1)", 1],
    ["(1,)", { tuple: [1] }],
    ["{}", { dict: [] }],
    ["{'a': {1: [None]}, # x\n}", { dict: [["a", { dict: [[1, { list: [null] }]] }]] }],
    ["\\\n 1", 1],
  ])("%s", (text, value) => {
    expect(readValue(text)).toEqual(value);
  });

  test.each<[string, string]>([
    ["", 'Line 1, column 5: expected a value, but found "}"'],
    ["get_secret('x')", "expected a value, but found get_secret. Names and calls are not run"],
    ["1 + 1", 'expected "," or "}", but found "+"'],
    ["f'a'", "an f-string"],
    ["x'a'", '"x" is no string prefix'],
    ["'a", "this string is not closed: expected ' before the end of the file"],
    ["'a\n'", "this string is not closed: expected ' before the end of the line"],
    ["'''a'", "expected ''' before the end of the file"],
    ["'\\x4'", "expected 2 hexadecimal digits"],
    ["'\\U00110000'", "expected 8 hexadecimal digits"],
    ["'\\N{BULLET}'", "characters by name"],
    ["true", "Python writes them with a capital letter"],
    ["1a", 'expected a number, but "1a" is none'],
    ["[1 2]", 'expected "," or "]", but found "2"'],
    ["{'a'}", 'expected ":" after the key'],
    ["{\n 'a': 1\n 'b': 2}", 'Line 3, column 2: expected "," or "}"'],
    ["[".repeat(150), "expected at most 100 brackets"],
  ])("%j is refused", (text, message) => {
    expect(() => readValue(text)).toThrow(message);
  });

  test("what is written is read back", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.record({ list: fc.array(tie("value"), { maxLength: 3 }) }),
        fc.record({ tuple: fc.array(tie("value"), { maxLength: 3 }) }),
        fc.record({ dict: fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }) }),
      ),
    }));
    const style = fc.record({
      quote: fc.constantFrom("'", '"', "'''", '"""'),
      space: fc.constantFrom("", " ", "\n", " # x\n"),
    });
    fc.assert(
      fc.property(value, style, (written, { quote, space }) => {
        expect(readValue(format(written, quote, space))).toEqual(written);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Writes a simplified literal as Python does. */
function format(value: unknown, quote: string, space: string): string {
  if (typeof value === "string") {
    const escaped = [...value].map((character) =>
      /[\p{C}\\'"\r\u2028]/u.test(character)
        ? `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`
        : character,
    );
    return `${quote}${escaped.join("")}${quote}`;
  }
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return String(value);
  const [[kind, items] = []] = Object.entries(value);
  const parts = (Array.isArray(items) ? items : []).map((item: unknown) =>
    kind === "dict" && Array.isArray(item)
      ? `${format(item[0], quote, space)}${space}:${space}${format(item[1], quote, space)}`
      : format(item, quote, space),
  );
  const inner = parts.map((part) => `${space}${part}${space},`).join("");
  return kind === "dict" ? `{${inner}}` : kind === "list" ? `[${inner}]` : `(${inner})`;
}

describe("where SCIM_CONFIG stands", () => {
  test.each<[string, string]>([
    ["the dict alone", "  # settings\n{'a': 1}\n# end\n"],
    ["a settings file", "import os\nX = {'SCIM_CONFIG': 2}\nSCIM_CONFIG = {'a': 1}\nY = os.path('x')\n"],
    ["an annotation", "SCIM_CONFIG: dict[str, SCIMConfigDict] = {'a': 1}"],
    ["an annotation over lines", "SCIM_CONFIG: dict[\n  str, 'X=Y'\n] = {'a': 1}"],
    ["an annotation without a value before", "SCIM_CONFIG: dict[str, X]\nSCIM_CONFIG = {'a': 1}"],
    ["the last of two", "SCIM_CONFIG = {}\nSCIM_CONFIG = {'a': 1}"],
    [
      "behind a comment that looks like it",
      "# SCIM_CONFIG = {'b': 2}\nSCIM_CONFIG = {'a': 1}\n# SCIM_CONFIG = {'b': 2}",
    ],
    ["behind a string that looks like it", '"""\nSCIM_CONFIG = {"b": 2}\n"""\nSCIM_CONFIG = {"a": 1}'],
    ["within a block", "if True:\n    SCIM_CONFIG = {'a': 1}\n"],
    ["behind a semicolon", "x = 1; SCIM_CONFIG = {'a': 1}; y = 2"],
    ["in brackets", "SCIM_CONFIG = (\n  {'a': 1}\n)  # end"],
    ["on a continued line", "SCIM_CONFIG \\\n  = {'a': 1}"],
    ["with Windows line ends and a byte order mark", "\uFEFFX = 1\r\nSCIM_CONFIG = {\r\n'a': 1}\r\n"],
  ])("%s", (_, text) => {
    expect(simplify(readScimConfigLiteral(text))).toEqual({ dict: [["a", 1]] });
  });

  test.each<[string, string, string]>([
    ["no SCIM_CONFIG", "X = 1\n", 'expected "SCIM_CONFIG = {…}", but there is none'],
    ["an empty file", "", 'expected "SCIM_CONFIG = {…}", but there is none'],
    ["only a comparison", "if SCIM_CONFIG == {}: pass", "there is none"],
    ["another name", "MY_SCIM_CONFIG = {}\nSCIM_CONFIG_2 = {}", "there is none"],
    [
      "a later change of one entry",
      "SCIM_CONFIG = {}\nSCIM_CONFIG['a'] = {}",
      "Line 2, column 12: expected SCIM_CONFIG to be set",
    ],
    ["a later update", "SCIM_CONFIG = {}\nSCIM_CONFIG.update({})", "it is changed here"],
    [
      "something behind the value",
      "SCIM_CONFIG = {} | other",
      'Line 1, column 18: expected the end of the line after the value, but found "|"',
    ],
    ["something behind the dict", "{} {}", "expected the end of the file after the dict"],
    [
      "a dict that is not closed",
      "SCIM_CONFIG = {\n  'a': {\n}\n",
      'Line 4, column 1: expected "," or "}", but found the end of the file',
    ],
  ])("%s", (_, text, message) => {
    expect(() => readScimConfigLiteral(text)).toThrow(message);
  });
});
