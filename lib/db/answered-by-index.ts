import type { CheckedFilter, FilterTarget } from "@/lib/scim/filter/ast";
import { type FilterContext, findOperand } from "./filter-operands";
import { compileLookUp } from "./filter-to-sql";

/** What is asked of a list: by what it is filtered and sorted. */
type Search = { readonly filter?: CheckedFilter; readonly sortTarget?: FilterTarget };

/**
 * Whether an index leads to what a list asks for: so it is with all that identity providers ask. Whatever else is asked is
 * answered by looking at everybody.
 */
export function isAnsweredByIndex({ filter, sortTarget }: Search, context: FilterContext): boolean {
  if (filter !== undefined) return leadsToFew(filter, context);
  return sortTarget === undefined || findOperand(sortTarget, context).isIndexed === true;
}

function leadsToFew(filter: CheckedFilter, context: FilterContext): boolean {
  switch (filter.kind) {
    case "and":
      return leadsToFew(filter.left, context) || leadsToFew(filter.right, context);
    case "or":
      return leadsToFew(filter.left, context) && leadsToFew(filter.right, context);
    case "not":
    case "present":
      return false;
    case "compare": {
      const isIndexed = findOperand(filter.target, context).isIndexed === true;
      if (filter.operator === "sw") return isIndexed && filter.target.attribute.name !== "id";
      return (isIndexed && filter.operator === "eq") || compileLookUp(filter, context) !== undefined;
    }
    case "valuePath":
      return compileLookUp(filter, context) !== undefined;
  }
}
