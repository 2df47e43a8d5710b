import {
  type CelObject,
  type CelValue,
  getCelMember,
  isCelObject,
  nameKind,
  readNumber,
  setCelMember,
} from "./cel-value";
import { checkInt } from "./compute-operator";
import { MappingError, type Place } from "./mapping-error";
import { type Meter, spend } from "./meter";
import { textFunctions } from "./text-functions";

/** Where a function is called, and what its work is charged to. */
export type Call = { readonly meter: Meter; readonly place: Place; readonly name: string };

/** A function of the mapping language: what it does, for the help beside the editor, and how. */
export type MappingFunction = {
  readonly name: string;
  /** Called on a value, as in `text.trim()`; otherwise as in `size(list)`. */
  readonly isMethod: boolean;
  /** How many arguments it takes, the value it is called on aside. */
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly example: string;
  readonly description: string;
  /** Set on a function that is asked about null, too; any other one is null when one of its arguments is. */
  readonly takesNull?: true;
  /** @param values the value it is called on, if it is a method, then the arguments */
  readonly run: (call: Call, values: readonly CelValue[]) => CelValue;
};

const generalFunctions: readonly MappingFunction[] = [
  {
    name: "firstOf",
    isMethod: false,
    minArguments: 1,
    maxArguments: 8,
    example: "firstOf(user.displayName, user.fullName)",
    description: "The first value that is there: neither null nor an empty text, list or map.",
    takesNull: true,
    run: (_call, values) => values.find((value) => !isEmpty(value)) ?? null,
  },
  {
    name: "primary",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: "primary(user.emails).value",
    description: "The element of a list whose primary is true, or else its first.",
    run: (call, [list]) => {
      const elements = readList(call, list);
      spend(call.meter, elements.length, call.place);
      const isPrimary = (element: CelValue) => isCelObject(element) && getCelMember(element, "primary") === true;
      return readNumber(elements.find(isPrimary) ?? elements[0] ?? null);
    },
  },
  {
    name: "pick",
    isMethod: false,
    minArguments: 2,
    maxArguments: 2,
    example: 'user.emails.map(email, pick(email, ["value", "type", "primary"]))',
    description: "The members of a map that are named, those of them that are there.",
    run: (call, [map, names]) => {
      if (map === undefined || !isCelObject(map)) throw misuse(call, "a map", map);
      const picked: CelObject = {};
      for (const name of readList(call, names)) {
        spend(call.meter, 1, call.place);
        if (typeof name !== "string") throw misuse(call, "names, which are texts", name);
        setCelMember(picked, name, getCelMember(map, name));
      }
      return picked;
    },
  },
  ...[false, true].map(
    (isMethod): MappingFunction => ({
      name: "size",
      isMethod,
      minArguments: isMethod ? 0 : 1,
      maxArguments: isMethod ? 0 : 1,
      example: isMethod ? "user.emails.size()" : "size(user.emails)",
      description: "How many characters, elements or keys; 0 for what is not there.",
      takesNull: true,
      run: (call, [value]) => countParts(call, value ?? null),
    }),
  ),
  {
    name: "orValue",
    isMethod: true,
    minArguments: 1,
    maxArguments: 1,
    example: 'user.?title.orValue("Member")',
    description: "The value, or the one in brackets where there is none.",
    takesNull: true,
    run: (_call, [value, otherwise]) => value ?? otherwise ?? null,
  },
  {
    name: "hasValue",
    isMethod: true,
    minArguments: 0,
    maxArguments: 0,
    example: "user.?title.hasValue()",
    description: "Whether there is a value.",
    takesNull: true,
    run: (_call, [value]) => (value ?? null) !== null,
  },
  {
    name: "string",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: "string(size(user.groups))",
    description: "A number, true or false as a text.",
    run: (call, [value]) => {
      if (typeof value === "object" || value === undefined) throw misuse(call, "a text, a number or a boolean", value);
      return String(value);
    },
  },
  {
    name: "int",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: 'int("42")',
    description: "A text or a number as a whole number.",
    run: (call, [value]) => {
      if (typeof value === "bigint") return value;
      if (typeof value === "number" && Number.isFinite(value)) return checkInt(BigInt(Math.trunc(value)), call.place);
      if (typeof value === "string" && /^[+-]?\d{1,19}$/.test(value)) {
        return checkInt(BigInt(value.replace("+", "")), call.place);
      }
      throw misuse(call, "a number, or a text of digits", value);
    },
  },
  {
    name: "double",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: 'double("1.5")',
    description: "A text or a whole number as a number with decimals.",
    run: (call, [value]) => {
      if (typeof value === "number" || typeof value === "bigint") return Number(value);
      if (typeof value === "string" && /^[+-]?\d{1,40}(\.\d{1,40})?$/.test(value)) return Number(value);
      throw misuse(call, "a number, or a text that is one", value);
    },
  },
  {
    name: "bool",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: 'bool("true")',
    description: 'The texts "true" and "false" as true and false.',
    run: (call, [value]) => {
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "false") return value === "true";
      throw misuse(call, '"true" or "false"', value);
    },
  },
  {
    name: "dyn",
    isMethod: false,
    minArguments: 1,
    maxArguments: 1,
    example: "dyn(user.title)",
    description: "The value itself. Types need no such help here; it is there because CEL has it.",
    run: (_call, [value]) => value ?? null,
  },
];

/** Every function, in the order in which the help shows them. */
export const mappingFunctions: readonly MappingFunction[] = [...generalFunctions, ...textFunctions];

const functionsByName = new Map(mappingFunctions.map((definition) => [keyOf(definition), definition]));

export function findMappingFunction(name: string, isMethod: boolean): MappingFunction | undefined {
  return functionsByName.get(keyOf({ name, isMethod }));
}

function keyOf({ name, isMethod }: { readonly name: string; readonly isMethod: boolean }): string {
  return isMethod ? `.${name}` : name;
}

/** Runs a function, unless one of the values is null and the function does not ask about null. */
export function callFunction(definition: MappingFunction, call: Call, values: readonly CelValue[]): CelValue {
  if (definition.takesNull !== true && values.includes(null)) return null;
  return definition.run(call, values);
}

function isEmpty(value: CelValue): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isCelObject(value) && Object.keys(value).length === 0;
}

function readList(call: Call, value: CelValue | undefined): readonly CelValue[] {
  if (!Array.isArray(value)) throw misuse(call, "a list", value);
  return value;
}

function countParts(call: Call, value: CelValue): bigint {
  if (value === null) return 0n;
  if (typeof value === "string") {
    spend(call.meter, value.length, call.place);
    return BigInt([...value].length);
  }
  if (Array.isArray(value)) return BigInt(value.length);
  if (isCelObject(value)) return BigInt(Object.keys(value satisfies CelObject).length);
  throw misuse(call, "a text, a list or a map", value);
}

function misuse(call: Call, needed: string, value: CelValue | undefined): MappingError {
  return new MappingError(call.place, `${call.name} needs ${needed}, but it was given ${nameKind(value ?? null)}.`);
}
