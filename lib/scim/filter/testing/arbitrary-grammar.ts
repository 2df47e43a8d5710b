import fc from "fast-check";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../../urns";

/**
 * What a filter means, in a form that both trees can be brought to: names in lower case, and `and` and `or` as lists
 * without nesting, since the grammar does not say how `a and b and c` is grouped.
 */
export type Tree =
  | { readonly kind: "and" | "or"; readonly terms: readonly Tree[] }
  | { readonly kind: "not"; readonly term: Tree }
  | { readonly kind: "present"; readonly path: string }
  | { readonly kind: "compare"; readonly path: string; readonly operator: string; readonly value: Literal }
  | { readonly kind: "valuePath"; readonly path: string; readonly filter: Tree };

type Literal = string | number | boolean | null;

/** An `and` or `or` of all, without another of its kind within. */
export function joinTrees(kind: "and" | "or", trees: readonly Tree[]): Tree {
  return { kind, terms: trees.flatMap((tree) => (tree.kind === kind ? tree.terms : [tree])) };
}

const names = ["userName", "name", "emails", "externalId", "active", "x-y_1", "and", "or", "pr", "eq", "true"];
const urns = [userSchemaUrn, enterpriseUserSchemaUrn, "urn:example:params:scim:2.0:Thing", "urn:example:a.b-c"];
const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

const subAttribute = fc.constantFrom("value", "type", "givenName");
const attribute = fc
  .tuple(fc.option(fc.constantFrom(...urns), { freq: 3 }), fc.constantFrom(...names))
  .map(([urn, name]) => (urn === null ? name : `${urn}:${name}`));
const path = fc
  .tuple(attribute, fc.option(subAttribute, { freq: 2 }))
  .map(([name, sub]) => (sub === null ? name : `${name}.${sub}`));

/** Any text but for a backslash, a control character and half a character: how they are written is on the list. */
const plainText = fc
  .string({ unit: "binary" })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
  .map((text) => text.replaceAll(/[\\\u0000-\u001f]/g, " "));
const literal: fc.Arbitrary<Literal> = fc.oneof(
  plainText,
  fc.constantFrom("work", "a) and (b", "or", "[", ""),
  fc.nat(),
  fc.nat().map((value) => value / 1000),
  fc.boolean(),
  fc.constant(null),
);

/** A filter as text, and what it means. */
export type Printed = { readonly text: string; readonly tree: Tree };

/** A word in any mixture of cases. */
function arbitraryCase(word: string): fc.Arbitrary<string> {
  return fc
    .tuple(...[...word].map((letter) => fc.boolean().map((upper) => (upper ? letter.toUpperCase() : letter))))
    .map((letters) => letters.join(""));
}

const space = fc.constantFrom(" ", " ", " ", "  ", "\t", " \n ");
const noSpace = fc.constantFrom("", "", " ", "  ");

function printTerm(at: fc.Arbitrary<string>): fc.Arbitrary<Printed> {
  const present = fc.tuple(at, space, arbitraryCase("pr")).map(
    ([name, gap, pr]): Printed => ({
      text: `${name}${gap}${pr}`,
      tree: { kind: "present", path: name.toLowerCase() },
    }),
  );
  const compare = fc
    .tuple(
      at,
      space,
      fc.constantFrom(...operators).chain((word) => arbitraryCase(word)),
      space,
      literal,
    )
    .map(
      ([name, gap, operator, secondGap, value]): Printed => ({
        text: `${name}${gap}${operator}${secondGap}${JSON.stringify(value)}`,
        tree: { kind: "compare", path: name.toLowerCase(), operator: operator.toLowerCase(), value },
      }),
    );
  return fc.oneof({ arbitrary: present, weight: 1 }, { arbitrary: compare, weight: 3 });
}

function parenthesize(printed: fc.Arbitrary<Printed>): fc.Arbitrary<Printed> {
  return fc
    .tuple(printed, noSpace, noSpace)
    .map(([{ text, tree }, gap, secondGap]) => ({ text: `(${gap}${text}${secondGap})`, tree }));
}

/** Trees of at most `depth` levels, printed with only the parentheses that are needed, or with more. */
function printTree(term: fc.Arbitrary<Printed>, depth: number): fc.Arbitrary<Printed> {
  if (depth === 0) {
    return term;
  }
  const inner = printTree(term, depth - 1);
  const negated = fc
    .tuple(arbitraryCase("not"), noSpace, parenthesize(inner))
    .map(([not, gap, { text, tree }]): Printed => ({ text: `${not}${gap}${text}`, tree: { kind: "not", term: tree } }));
  const joined = fc
    .tuple(
      fc.constantFrom("and" as const, "or" as const),
      fc.array(fc.tuple(inner, parenthesize(inner), space), { minLength: 2, maxLength: 3 }),
    )
    .chain(([kind, operands]) =>
      fc.tuple(...operands.map(() => arbitraryCase(kind))).map((words): Printed => {
        // An "or" within an "and" needs its parentheses, everything else is the same without.
        const printed = operands.map(([bare, inParentheses]) =>
          kind === "and" && bare.tree.kind === "or" ? inParentheses : bare,
        );
        const text = printed
          .map((operand, index) => (index === 0 ? operand.text : `${words[index]} ${operand.text}`))
          .join(operands[0]?.[2] ?? " ");
        return {
          text,
          tree: joinTrees(
            kind,
            printed.map((operand) => operand.tree),
          ),
        };
      }),
    );
  return fc.oneof(
    { arbitrary: term, weight: 2 },
    { arbitrary: joined, weight: 4 },
    { arbitrary: negated, weight: 1 },
    { arbitrary: parenthesize(inner), weight: 1 },
  );
}

const valuePath = fc.tuple(attribute, noSpace, printTree(printTerm(fc.oneof(subAttribute, path)), 2), noSpace).map(
  ([name, gap, { text, tree }, secondGap]): Printed => ({
    text: `${name}[${gap}${text}${secondGap}]`,
    tree: { kind: "valuePath", path: name.toLowerCase(), filter: tree },
  }),
);
/**
 * Filters that follow the grammar and hold nothing that the two parsers read differently, in any case of the operators,
 * with more spaces and parentheses than needed.
 *
 * @see RFC 7644 §3.4.2.2
 */
export const validFilter = printTree(
  fc.oneof({ arbitrary: printTerm(path), weight: 3 }, { arbitrary: valuePath, weight: 1 }),
  3,
);

const pieces = [
  ...["and", "or", "not", "NOT", "pr", "eq", "xx", "(", ")", "[", "]", "].value", ".", "$ref", "urn:example:2.0:User"],
  ...['"x"', '"a\\\\b"', '"\\u00e9"', '"', "5", "-5", "1e+5", "1e999", "007", "True", "null", "name.a.b", "1st", "@"],
];
/** What stands for the part at hand, and how many parts it takes the place of. */
const damages = {
  delete: () => ["", 1],
  repeat: (part: string) => [`${part} ${part}`, 1],
  swap: (part: string, next: string) => [next + part, 2],
  insert: (part: string, _next: string, piece: string) => [` ${piece} ${part}`, 1],
  replace: (_part: string, _next: string, piece: string) => [piece, 1],
} satisfies Record<string, (part: string, next: string, piece: string) => [string, number]>;

const damage = fc.record({
  at: fc.nat(),
  apply: fc.constantFrom(...Object.values(damages)),
  piece: fc.constantFrom(...pieces),
  byCharacter: fc.constantFrom(false, false, true),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function applyDamage(text: string, { at, apply, piece, byCharacter }: Damage): string {
  const parts = byCharacter ? [...text] : (text.match(/"(?:[^"\\]|\\.)*"|\s+|[()[\]]|[^\s"()[\]]+|"/gu) ?? []);
  const index = at % (parts.length + 1);
  const [instead, taken] = apply(parts[index] ?? "", parts[index + 1] ?? "", piece);
  return [...parts.slice(0, index), instead, ...parts.slice(index + taken)].join("");
}

/** The same, with one to three parts or characters lost, repeated, exchanged, put in or replaced. */
export const damagedFilter = fc
  .tuple(validFilter, fc.array(damage, { minLength: 1, maxLength: 3 }))
  .map(([{ text }, list]) => list.reduce(applyDamage, text));
