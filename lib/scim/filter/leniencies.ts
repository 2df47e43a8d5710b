import type { Attribute } from "../attribute";
import { formatPathName } from "../path-name";
import type { CheckedFilter, Filter, FilterLeniency, FilterTarget } from "./ast";

/** Every tolerance that a filter needed, in its order. */
export function listFilterLeniencies(filter: CheckedFilter): readonly FilterLeniency[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return [...listFilterLeniencies(filter.left), ...listFilterLeniencies(filter.right)];
    case "not":
    case "valuePath":
      return listFilterLeniencies(filter.filter);
    case "compare":
      return filter.leniencies ?? [];
    case "present":
      return [];
  }
}

/**
 * What is tolerated of one comparison:
 *
 * - `booleanText`: Entra and Microsoft's validator write `active eq "True"` (checklist F-06, X-08).
 * - `extensionAttributeAtTopLevel`: an extension's attribute without its URN (checklist X-15).
 * - `managerAsItsValue`: Entra compares `manager` and means `manager.value` (checklist F-13).
 *
 * @param target what the path names, before a complex attribute is given its `value`
 * @param attribute what is compared
 */
export function listTermLeniencies(
  { path, value }: Extract<Filter, { kind: "compare" }>,
  target: FilterTarget,
  attribute: Attribute,
): readonly FilterLeniency[] {
  const leniencies: FilterLeniency[] = [];
  const name = formatPathName(path);
  if (target.extension !== undefined && path.schema === undefined) {
    const qualified = `${target.extension}:${name}`;
    leniencies.push({
      name: "extensionAttributeAtTopLevel",
      detail: `read ${name} in a filter as ${qualified}`,
      advice: `write ${qualified}`,
    });
  }
  const isComparedWhole = target.attribute.type === "complex" && target.subAttribute === undefined;
  if (isComparedWhole && !target.attribute.multiValued) {
    leniencies.push({
      name: "managerAsItsValue",
      detail: `read ${name} in a filter as ${name}.value`,
      advice: `write ${name}.value`,
    });
  }
  if (attribute.type === "boolean" && typeof value === "string") {
    const read = value.toLowerCase();
    leniencies.push({
      name: "booleanText",
      detail: `read the text "${value}" as ${read} (${name} in a filter)`,
      advice: `write ${read} without quotes`,
    });
  }
  return leniencies;
}
