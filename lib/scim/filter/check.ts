import type { Attribute, ResourceType } from "../attribute";
import { listAttributePaths } from "../attribute-names";
import type { AttributePath } from "../attribute-path";
import { ScimError } from "../errors";
import { findAttribute } from "../find-attribute";
import { findSubAttribute, findTarget } from "../find-target";
import { findMeantPath } from "../nearest-name";
import { formatPathName } from "../path-name";
import { quoteText } from "../quote-text";
import { listSubAttributes } from "../sub-attributes";
import type { CheckedFilter, Filter, FilterTarget } from "./ast";
import { checkValue } from "./check-value";
import { listTermLeniencies } from "./leniencies";

/** How the paths of a filter are looked up: among the attributes of a resource, or the sub-attributes of an element. */
type Lookup = {
  readonly find: (path: AttributePath) => FilterTarget;
  readonly keepsUnknown: boolean;
};

/**
 * Looks up every attribute of a filter and gives every value the type of its attribute. Throws `invalidFilter` for an
 * attribute that no schema has, one that is never returned, and an operator or value that does not fit: a filter that is
 * not understood is never answered as if it matched nothing, or everything.
 *
 * @see RFC 7644 §3.4.2.2
 */
export function checkFilter(filter: Filter, resourceType: ResourceType): CheckedFilter {
  const find = (path: AttributePath): FilterTarget => {
    const target = findTarget(path, resourceType);
    if (target !== undefined && !isUndefinedBySchema(target)) return target;
    const known = listAttributePaths(resourceType, path.schema);
    if (target === undefined || isMistyped(path, known)) {
      throw createUnknownError(path, known, `the resource type ${resourceType.name}`);
    }
    return target;
  };
  return checkTerm(filter, { find, keepsUnknown: resourceType.keepsUnknown === true });
}

/**
 * As `checkFilter`, for a list of several resource types: an attribute must be known to one of them at least. For the
 * resource type at hand an attribute that only others know is an unassigned one.
 *
 * @param others the resource types that are listed together with `resourceType`
 * @see RFC 7644 §3.4.2.1
 */
export function checkFilterAmong(
  filter: Filter,
  resourceType: ResourceType,
  others: readonly ResourceType[],
): CheckedFilter {
  const find = (path: AttributePath): FilterTarget => {
    const target = findTarget(path, resourceType);
    if (target !== undefined && !isUndefinedBySchema(target)) return target;
    const isKnownElsewhere = others.some((other) => {
      const found = findTarget(path, other);
      return found !== undefined && !isUndefinedBySchema(found);
    });
    const unassigned = isKnownElsewhere ? findTarget(path, { ...resourceType, keepsUnknown: true }) : target;
    const known = [resourceType, ...others].flatMap((type) => listAttributePaths(type, path.schema));
    if (unassigned === undefined || (!isKnownElsewhere && isMistyped(path, known))) {
      throw createUnknownError(path, known, "no resource type");
    }
    return unassigned;
  };
  return checkTerm(filter, { find, keepsUnknown: resourceType.keepsUnknown === true });
}

/**
 * Checks the filter of a value path on `attribute`, which is complex or defined by no schema. Its paths name
 * sub-attributes. Throws `invalidFilter`.
 *
 * @see RFC 7644 §3.5.2
 */
export function checkValueFilter(filter: Filter, attribute: Attribute, keepsUnknown: boolean): CheckedFilter {
  const find = (path: AttributePath): FilterTarget => {
    const name = path.schema === undefined && path.subAttribute === undefined ? path.attribute : undefined;
    const found = name === undefined ? undefined : findSubAttribute(attribute, name, keepsUnknown);
    const known = listSubAttributes(attribute).map((subAttribute) => subAttribute.name);
    if (found === undefined || (found.undefinedBySchema && isMistyped(path, known))) {
      throw createUnknownError(path, known, attribute.name);
    }
    return { attribute: found };
  };
  return checkTerm(filter, { find, keepsUnknown });
}

function checkTerm(filter: Filter, lookup: Lookup): CheckedFilter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { kind: filter.kind, left: checkTerm(filter.left, lookup), right: checkTerm(filter.right, lookup) };
    case "not":
      return { kind: "not", filter: checkTerm(filter.filter, lookup) };
    case "present":
      return { kind: "present", target: findReadable(filter.path, lookup) };
    case "compare":
      return checkComparison(filter, lookup);
    case "valuePath":
      return checkValuePath(filter, lookup);
  }
}

function checkComparison(filter: Extract<Filter, { kind: "compare" }>, lookup: Lookup): CheckedFilter {
  const target = findReadable(filter.path, lookup);
  const { operator, value } = filter;
  if (value === null) {
    const present: CheckedFilter = { kind: "present", target };
    switch (operator) {
      case "eq":
        return { kind: "not", filter: present };
      case "ne":
        return present;
      default:
        throw invalidFilter(`"${operator}" cannot compare with null; use "eq null", "ne null" or "pr"`);
    }
  }
  const comparable = addImpliedValue(target);
  const attribute = comparable.subAttribute ?? comparable.attribute;
  const name = formatPathName(filter.path);
  const leniencies = listTermLeniencies(filter, target, attribute);
  return {
    kind: "compare",
    target: comparable,
    operator,
    value: checkValue(name, attribute, operator, value),
    ...(leniencies.length === 0 ? {} : { leniencies }),
  };
}

function checkValuePath(filter: Extract<Filter, { kind: "valuePath" }>, lookup: Lookup): CheckedFilter {
  const target = findReadable(filter.path, lookup);
  const { attribute } = target;
  if (listSubAttributes(attribute).length === 0 && !attribute.undefinedBySchema) {
    throw invalidFilter(
      `${attribute.name} is not a complex attribute and has one value only, so that no filter in brackets can follow it; compare it directly`,
    );
  }
  // Of an attribute that this resource type lacks, any sub-attribute is unassigned.
  const keepsUnknown = lookup.keepsUnknown || attribute.undefinedBySchema === true;
  return { kind: "valuePath", target, filter: checkValueFilter(filter.filter, attribute, keepsUnknown) };
}

/** Finds what a path names and refuses what is never returned: a filter must not tell what a response may not. */
function findReadable(path: AttributePath, lookup: Lookup): FilterTarget {
  const target = lookup.find(path);
  if (target.attribute.returned === "never" || target.subAttribute?.returned === "never") {
    throw invalidFilter(`${formatPathName(path)} is never returned and cannot be filtered by; leave it out`);
  }
  return target;
}

/**
 * A complex attribute that is compared as a whole means its `value`: `emails co "@example.com"`, and `manager eq "…"` and
 * `members eq "…"` as Microsoft Entra ID sends them.
 */
function addImpliedValue(target: FilterTarget): FilterTarget {
  const { attribute, subAttribute } = target;
  if (attribute.type !== "complex" || subAttribute !== undefined) {
    return target;
  }
  const value = findAttribute(attribute.subAttributes, "value");
  if (value === undefined) {
    const example = attribute.subAttributes?.[0]?.name ?? "formatted";
    throw invalidFilter(
      `${attribute.name} is a complex attribute; compare one of its sub-attributes, such as ${attribute.name}.${example}`,
    );
  }
  return { ...target, subAttribute: value };
}

function isUndefinedBySchema({ attribute, subAttribute }: FilterTarget): boolean {
  return attribute.undefinedBySchema === true || subAttribute?.undefinedBySchema === true;
}

/**
 * Where any name may be kept, one that is nearly that of a known attribute is a typing error all the same: an empty answer
 * to it would make the client create what is there already.
 */
function isMistyped(path: AttributePath, known: readonly string[]): boolean {
  return findMeantPath(formatPathName(path), known) !== undefined;
}

function createUnknownError(path: AttributePath, known: readonly string[], where: string): ScimError {
  const meant = findMeantPath(formatPathName(path), known);
  const advice = meant === undefined ? "correct the name or leave the term out." : `did you mean ${meant}?`;
  return new ScimError(
    "invalidFilter",
    `The filter cannot be answered: ${where} has ${where.startsWith("no ") ? "an" : "no"} attribute ${quoteText(formatPathName(path))}; ${advice}`,
  );
}

function invalidFilter(reason: string): ScimError {
  return new ScimError("invalidFilter", `The filter cannot be answered: ${reason}.`);
}
