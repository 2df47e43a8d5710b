import fc from "fast-check";
import type { Attribute, ResourceType } from "../../attribute";
import { listSubAttributes } from "../../sub-attributes";
import { listReadableAttributes, listReadablePaths, type Vocabulary } from "./schema-paths";

const maximumDepth = 3;
const equality = ["eq", "ne"];
const ordering = ["gt", "ge", "lt", "le"];
const substring = ["co", "sw", "ew"];

/**
 * Filters that pass `checkFilter`, as text: every attribute of the resource type (also behind its URN, in odd case),
 * every operator that fits it, values from the vocabulary and pieces of them, value paths, and, or, not, parentheses.
 */
export function arbitraryFilterText(resourceType: ResourceType, vocabulary: Vocabulary): fc.Arbitrary<string> {
  const terms = listReadablePaths(resourceType).flatMap(({ attribute, subAttribute, texts }) => {
    const leaf = subAttribute ?? findCompared(attribute);
    const name = arbitraryCase(fc.constantFrom(...texts));
    return [arbitraryPresence(name), ...(leaf === undefined ? [] : [arbitraryComparison(name, leaf, vocabulary)])];
  });
  const valuePaths = listReadableAttributes(resourceType)
    .filter(({ attribute }) => listSubAttributes(attribute).length > 0)
    .map(({ attribute, texts }) => arbitraryValuePath(arbitraryCase(fc.constantFrom(...texts)), attribute, vocabulary));
  const undefinedTerms = (resourceType.keepsUnknown ? (vocabulary.undefinedNames ?? []) : []).flatMap((name) => [
    arbitraryPresence(fc.constant(name)),
    arbitraryUntypedComparison(name, vocabulary),
    arbitraryUntypedComparison(`${name}.value`, vocabulary),
    arbitraryUntypedComparison("value", vocabulary).map((term) => `${name}[${term}]`),
  ]);
  return arbitraryTree(fc.oneof(...terms, ...valuePaths, ...undefinedTerms), maximumDepth);
}

/** What a term on a whole attribute compares: a complex one's `value`, if it has one. */
function findCompared(attribute: Attribute): Attribute | undefined {
  return attribute.type === "complex" ? attribute.subAttributes?.find(({ name }) => name === "value") : attribute;
}

/** `emails[type eq "work"]` and `emails[type eq "work"].value eq "x"`. */
function arbitraryValuePath(
  name: fc.Arbitrary<string>,
  attribute: Attribute,
  vocabulary: Vocabulary,
): fc.Arbitrary<string> {
  const terms = listSubAttributes(attribute).map((subAttribute) => {
    const subName = arbitraryCase(fc.constant(subAttribute.name));
    return fc.oneof(arbitraryPresence(subName), arbitraryComparison(subName, subAttribute, vocabulary));
  });
  const term = fc.oneof(...terms);
  const inner = arbitraryTree(term, maximumDepth - 1);
  return fc.oneof(
    fc.tuple(name, inner).map(([text, filter]) => `${text}[${filter}]`),
    fc.tuple(name, inner, term).map(([text, filter, tail]) => `${text}[${filter}].${tail}`),
  );
}

function arbitraryTree(term: fc.Arbitrary<string>, depth: number): fc.Arbitrary<string> {
  if (depth === 0) {
    return term;
  }
  const operand = arbitraryTree(term, depth - 1);
  const pair = fc.tuple(operand, arbitraryCase(fc.constantFrom("and", "or")), operand);
  return fc.oneof(
    { arbitrary: term, weight: 3 },
    { arbitrary: pair.map((parts) => parts.join(" ")), weight: 2 },
    { arbitrary: pair.map((parts) => `(${parts.join(" ")})`), weight: 1 },
    {
      arbitrary: fc.tuple(fc.constantFrom("not ", "not", "NOT "), operand).map(([not, text]) => `${not}(${text})`),
      weight: 1,
    },
  );
}

function arbitraryPresence(name: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(name, arbitraryCase(fc.constant("pr"))).map((parts) => parts.join(" "));
}

function arbitraryComparison(
  name: fc.Arbitrary<string>,
  attribute: Attribute,
  vocabulary: Vocabulary,
): fc.Arbitrary<string> {
  const compare = (operators: readonly string[], literal: fc.Arbitrary<string>) =>
    fc.tuple(name, arbitraryCase(fc.constantFrom(...operators)), literal).map((parts) => parts.join(" "));
  const comparison = (): fc.Arbitrary<string> => {
    switch (attribute.type) {
      case "boolean":
        return compare(equality, fc.constantFrom("true", "false", '"True"', '"False"', '"true"'));
      case "dateTime":
        return compare([...equality, ...ordering], fc.constantFrom(...vocabulary.dateTimes).map(quote));
      case "integer":
      case "decimal":
        return compare([...equality, ...ordering], fc.integer({ min: -3, max: 3 }).map(String));
      case "binary":
        return compare([...equality, ...substring], arbitraryStringLiteral(vocabulary));
      default:
        return compare([...equality, ...substring, ...ordering], arbitraryStringLiteral(vocabulary));
    }
  };
  return fc.oneof(
    { arbitrary: comparison(), weight: 9 },
    { arbitrary: compare(equality, fc.constant("null")), weight: 1 },
  );
}

function arbitraryUntypedComparison(name: string, vocabulary: Vocabulary): fc.Arbitrary<string> {
  const compare = (operators: readonly string[], literal: fc.Arbitrary<string>) =>
    fc.tuple(fc.constantFrom(...operators), literal).map((parts) => [name, ...parts].join(" "));
  return fc.oneof(
    compare([...equality, ...substring, ...ordering], arbitraryStringLiteral(vocabulary)),
    compare([...equality, ...ordering], fc.integer({ min: -3, max: 3 }).map(String)),
    compare(equality, fc.constantFrom("true", "false", "null")),
  );
}

/** A word of the vocabulary, in any case, whole, in part, or empty; now and then written in escapes. */
function arbitraryStringLiteral(vocabulary: Vocabulary): fc.Arbitrary<string> {
  const word = fc.constantFrom(...vocabulary.strings);
  const part = fc.tuple(word, fc.nat(), fc.nat()).map(([text, from, count]) => {
    // By code points: half of a surrogate pair is not a character.
    const characters = [...text];
    const start = from % (characters.length + 1);
    return characters.slice(start, start + 1 + (count % 4)).join("");
  });
  const text = arbitraryCase(fc.oneof({ arbitrary: word, weight: 2 }, { arbitrary: part, weight: 1 }));
  return fc.tuple(text, fc.boolean()).map(([value, escaped]) => (escaped ? quoteInEscapes(value) : quote(value)));
}

/** The text as it is, in upper case or in lower case. */
function arbitraryCase(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.constantFrom("asIs", "asIs", "upper", "lower")).map(([value, form]) => {
    if (form === "upper") {
      return value.toUpperCase();
    }
    return form === "lower" ? value.toLowerCase() : value;
  });
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function quoteInEscapes(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
}
