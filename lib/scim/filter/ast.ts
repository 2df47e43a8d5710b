import type { Attribute } from "../attribute";
import type { AttributePath } from "../attribute-path";

/** @see RFC 7644 §3.4.2.2, table 3 */
export type ComparisonOperator = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

/**
 * A filter as written, before any schema is consulted.
 *
 * `emails[type eq "work"].value eq "x"` (sent by Entra, outside the grammar) is parsed as the value path
 * `emails[type eq "work" and value eq "x"]`, which is what it means.
 */
export type Filter =
  | { readonly kind: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "not"; readonly filter: Filter }
  | { readonly kind: "present"; readonly path: AttributePath }
  | {
      readonly kind: "compare";
      readonly path: AttributePath;
      readonly operator: ComparisonOperator;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: "valuePath"; readonly path: AttributePath; readonly filter: Filter };

/** The attribute that a term of a checked filter looks at. */
export type FilterTarget = {
  /** URN of the extension whose object holds the attribute; absent for core and common attributes. */
  readonly extension?: string;
  readonly attribute: Attribute;
  /** Absent for simple attributes. A multi-valued complex attribute named alone has been given its `value` here. */
  readonly subAttribute?: Attribute;
};

/** A tolerance that a term of a filter needed: its name, what was read as what, and how to write it without. */
export type FilterLeniency = { readonly name: string; readonly detail: string; readonly advice: string };

/**
 * A filter whose every attribute is known and whose every value has the type of its attribute. Two consumers read it:
 * the in-memory evaluator and the compiler to SQL; a property test holds them equal.
 *
 * - `null` comparisons are gone: `eq null` is `not (… pr)`, `ne null` is `pr`.
 * - A `string` value is folded where the attribute is not caseExact.
 * - A `dateTime` value is milliseconds since 1970 (may have a fraction).
 * - In the filter of a `valuePath` the targets are the element's sub-attributes: `attribute` is the sub-attribute itself.
 */
export type CheckedFilter =
  | { readonly kind: "and" | "or"; readonly left: CheckedFilter; readonly right: CheckedFilter }
  | { readonly kind: "not"; readonly filter: CheckedFilter }
  | { readonly kind: "present"; readonly target: FilterTarget }
  | {
      readonly kind: "compare";
      readonly target: FilterTarget;
      readonly operator: ComparisonOperator;
      readonly value: string | number | boolean;
      /** What had to be tolerated to read the term; absent when nothing had. */
      readonly leniencies?: readonly FilterLeniency[];
    }
  | { readonly kind: "valuePath"; readonly target: FilterTarget; readonly filter: CheckedFilter };
