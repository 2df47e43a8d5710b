import { type CelValue, nameKind } from "./cel-value";
import { MappingError } from "./mapping-error";
import type { Call, MappingFunction } from "./mapping-functions";
import { spend, spendSearch, spendText } from "./meter";

/** What a function of texts is made of: the text it is called on, and its arguments. */
type TextFunction = Pick<MappingFunction, "name" | "example" | "description"> & {
  readonly arguments?: number;
  readonly optionalArguments?: number;
  readonly run: (call: Call, text: string, values: readonly CelValue[]) => CelValue;
};

/**
 * The functions of texts. `matches` of CEL is left out on purpose: JavaScript's regular expressions can take for ever.
 * Positions count characters (code points), so that none is ever cut in two, and positions that are out of range are
 * taken for the nearest that is in it.
 */
const definitions: readonly TextFunction[] = [
  {
    name: "lower",
    example: "user.userName.lower()",
    description: "The text in small letters.",
    run: (call, text) => makeText(call, text.toLowerCase()),
  },
  {
    name: "upper",
    example: "user.userName.upper()",
    description: "The text in capital letters.",
    run: (call, text) => makeText(call, text.toUpperCase()),
  },
  {
    name: "lowerAscii",
    example: "user.userName.lowerAscii()",
    description: "As lower, but only the letters A to Z.",
    run: (call, text) =>
      makeText(
        call,
        text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      ),
  },
  {
    name: "upperAscii",
    example: "user.userName.upperAscii()",
    description: "As upper, but only the letters a to z.",
    run: (call, text) =>
      makeText(
        call,
        text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
      ),
  },
  {
    name: "trim",
    example: "user.title.trim()",
    description: "The text without spaces around it.",
    run: (call, text) => makeText(call, text.trim()),
  },
  {
    name: "startsWith",
    arguments: 1,
    example: 'user.userName.startsWith("adm-")',
    description: "Whether the text begins so.",
    run: (call, text, [part]) => text.startsWith(readText(call, part)),
  },
  {
    name: "endsWith",
    arguments: 1,
    example: 'user.userName.endsWith("@example.com")',
    description: "Whether the text ends so.",
    run: (call, text, [part]) => text.endsWith(readText(call, part)),
  },
  {
    name: "contains",
    arguments: 1,
    example: 'user.title.contains("Lead")',
    description: "Whether the text has this in it.",
    run: (call, text, [part]) => findPart(call, text, readText(call, part)) >= 0,
  },
  {
    name: "indexOf",
    arguments: 1,
    example: 'user.userName.indexOf("@")',
    description: "How many characters stand before the first such part; -1 if there is none.",
    run: (call, text, [part]) => {
      const position = findPart(call, text, readText(call, part));
      return position < 0 ? -1n : BigInt(listCharacters(call, text.slice(0, position)).length);
    },
  },
  {
    name: "substring",
    arguments: 1,
    optionalArguments: 1,
    example: "user.name.givenName.substring(0, 1)",
    description: "The characters from a position on, up to a second one (not included).",
    run: (call, text, [start, end]) => {
      const characters = listCharacters(call, text);
      const to = end === undefined ? characters.length : readPosition(call, end);
      return characters.slice(readPosition(call, start), to).join("");
    },
  },
  {
    name: "split",
    arguments: 1,
    example: 'user.userName.split("@")[0]',
    description: "The parts of the text between the separators, as a list.",
    run: (call, text, [separator]) => splitText(call, text, readText(call, separator)),
  },
  {
    name: "replace",
    arguments: 2,
    example: 'user.userName.replace(" ", ".")',
    description: "The text with each such part replaced.",
    run: (call, text, [part, replacement]) => {
      const wanted = readText(call, part);
      if (wanted === "") throw new MappingError(call.place, "replace needs a text to look for, and it is empty.");
      return joinTexts(call, splitText(call, text, wanted), readText(call, replacement));
    },
  },
];

/** Joins the texts of a list. What is null in it is passed over. */
const join: MappingFunction = {
  name: "join",
  isMethod: true,
  minArguments: 0,
  maxArguments: 1,
  example: '[user.name.givenName, user.name.familyName].join(" ")',
  description: "The texts of a list as one, with a separator between them; what is not there is passed over.",
  run: (call, [list, separator]) => {
    if (!Array.isArray(list)) throw needsOther(call, "a list of texts", list);
    spend(call.meter, list.length, call.place);
    const texts = list.filter((element) => element !== null).map((element) => readText(call, element));
    return joinTexts(call, texts, readText(call, separator ?? ""));
  },
};

export const textFunctions: readonly MappingFunction[] = [
  ...definitions.map(
    ({ name, example, description, run, arguments: required = 0, optionalArguments = 0 }): MappingFunction => ({
      name,
      isMethod: true,
      minArguments: required,
      maxArguments: required + optionalArguments,
      example,
      description,
      run: (call, [receiver, ...values]) => {
        const text = readText(call, receiver);
        spendText(call.meter, text.length, call.place);
        return run(call, text, values);
      },
    }),
  ),
  join,
];

function readText(call: Call, value: CelValue | undefined): string {
  if (typeof value !== "string") throw needsOther(call, "a text", value);
  return value;
}

function readPosition(call: Call, value: CelValue | undefined): number {
  if (typeof value !== "bigint") throw needsOther(call, "a whole number", value);
  return value < 0n ? 0 : Number(value);
}

function needsOther(call: Call, needed: string, value: CelValue | undefined): MappingError {
  return new MappingError(call.place, `${call.name} needs ${needed}, but it was given ${nameKind(value ?? null)}.`);
}

function makeText(call: Call, text: string): string {
  spendText(call.meter, text.length, call.place);
  return text;
}

/** An array with an element a character is worth more than its text. */
function listCharacters(call: Call, text: string): string[] {
  spend(call.meter, text.length, call.place);
  return [...text];
}

function findPart(call: Call, text: string, part: string): number {
  spendSearch(call.meter, text, part, call.place);
  return text.indexOf(part);
}

function splitText(call: Call, text: string, separator: string): string[] {
  if (separator === "") return listCharacters(call, text);
  spendSearch(call.meter, text, separator, call.place);
  spend(call.meter, text.length, call.place);
  return text.split(separator);
}

/** The length is charged for before there is a text of it. */
function joinTexts(call: Call, texts: readonly string[], separator: string): string {
  const length = texts.reduce((sum, text) => sum + text.length, 0) + separator.length * Math.max(0, texts.length - 1);
  spendText(call.meter, length, call.place);
  return texts.join(separator);
}
