import type { Attribute, ResourceType } from "./attribute";
import { listAttributePaths } from "./attribute-names";
import { ScimError } from "./errors";
import type { FilterTarget } from "./filter/ast";
import { findAttribute } from "./find-attribute";
import { findTarget } from "./find-target";
import { findMeantPath } from "./nearest-name";
import { formatPathName, type PathName, parsePathName } from "./path-name";
import { quoteText } from "./quote-text";

/**
 * How the values of a sort are compared: texts by code points (folded unless the attribute is caseExact), numbers by size
 * (a dateTime is milliseconds since 1970), false before true.
 */
export type SortValueKind = "text" | "number" | "boolean";

/** The one value of a resource that it is sorted by. */
export type SortKey = {
  /** Of a multi-valued attribute the primary value, or where that is missing the first one. */
  readonly target: FilterTarget;
  readonly kind: SortValueKind;
  /** Whether texts are compared in full and not by their beginning alone: those that are unique and never long. */
  readonly isWhole: boolean;
};

/**
 * The order of a list. Resources without a value come last when ascending and first when descending; among equals the id
 * decides, always ascending.
 *
 * @see RFC 7644 §3.4.2.3
 */
export type Sort = { readonly key: SortKey; readonly descending: boolean };

/** Of longer texts the rest does not count for the order, so that a cursor, which holds one, stays short. */
export const sortedCharacters = 500;

/**
 * Reads `sortBy` and `sortOrder`. Undefined when there is no `sortBy`; a `sortOrder` alone orders nothing.
 *
 * @throws ScimError invalidValue for an attribute that is unknown, complex as a whole or never returned, and for a
 *   sortOrder that is neither ascending nor descending
 * @see RFC 7644 §3.4.2.3
 */
export function parseSort(
  resourceType: ResourceType,
  sortBy: string | undefined,
  sortOrder: string | undefined,
): Sort | undefined {
  if (sortBy === undefined) return undefined;
  const path = parseSortPath(resourceType, sortBy);
  const target = findTarget(path, resourceType);
  if (target === undefined || isMistyped(path, target, resourceType)) throw refuseUnknown(path, [resourceType]);
  return { key: createSortKey(resourceType, path, target), descending: parseSortOrder(sortOrder) };
}

/**
 * As `parseSort`, for a list of several resource types: at least one must have the attribute. The key of a resource type
 * that lacks it is undefined; its resources have no value.
 */
export function parseSortAcross(
  resourceTypes: readonly ResourceType[],
  sortBy: string | undefined,
  sortOrder: string | undefined,
):
  | { readonly keys: readonly (SortKey | undefined)[]; readonly kind: SortValueKind; readonly descending: boolean }
  | undefined {
  if (sortBy === undefined) return undefined;
  const descending = parseSortOrder(sortOrder);
  const found = resourceTypes.map((resourceType) => {
    const path = parseSortPath(resourceType, sortBy);
    return { resourceType, path, target: findTarget(path, resourceType) };
  });
  const isDefined = (target: FilterTarget | undefined) => target !== undefined && !isUndefinedBySchema(target);
  const someDefined = found.some(({ target }) => isDefined(target));
  const keys = found.map(({ resourceType, path, target }) => {
    if (target === undefined || (someDefined && !isDefined(target))) return undefined;
    if (isMistyped(path, target, resourceType)) throw refuseUnknown(path, resourceTypes);
    return createSortKey(resourceType, path, target);
  });
  const [kind, ...otherKinds] = new Set(keys.flatMap((key) => key?.kind ?? []));
  if (kind === undefined) throw refuseUnknown(found[0]?.path ?? {}, resourceTypes);
  if (otherKinds.length > 0) {
    throw refuse(sortBy, "the resource types have it with different types; sort one of them alone");
  }
  return { keys, kind, descending };
}

function parseSortPath(resourceType: ResourceType, sortBy: string): PathName {
  const path = parsePathName(sortBy.trim(), resourceType);
  if ("problem" in path) throw refuse(sortBy, path.problem);
  if (path.attribute === undefined) throw refuse(sortBy, "it is a schema; name one of its attributes");
  return path;
}

function createSortKey(resourceType: ResourceType, path: PathName, target: FilterTarget): SortKey {
  const { attribute, subAttribute } = target;
  const name = formatPathName(path);
  if (attribute.returned === "never" || subAttribute?.returned === "never") {
    throw refuse(name, "it is never returned, and its order would tell what it holds");
  }
  const compared = subAttribute ?? findComparedAttribute(attribute, name);
  const isName = resourceType.name === "User" ? "userName" : "displayName";
  return {
    target: attribute.type === "complex" ? { ...target, subAttribute: compared } : target,
    kind: kindOf(compared),
    isWhole: target.extension === undefined && attribute.name === isName,
  };
}

/** What a whole attribute is sorted by: of a multi-valued complex one its `value`. */
function findComparedAttribute(attribute: Attribute, name: string): Attribute {
  if (attribute.type !== "complex") return attribute;
  const value = attribute.multiValued ? findAttribute(attribute.subAttributes, "value") : undefined;
  if (value !== undefined) return value;
  const example = attribute.subAttributes?.[0]?.name ?? "formatted";
  throw refuse(name, `it is a complex attribute; name one of its sub-attributes, such as ${name}.${example}`);
}

function kindOf({ type }: Attribute): SortValueKind {
  switch (type) {
    case "boolean":
      return "boolean";
    case "integer":
    case "decimal":
    case "dateTime":
      return "number";
    default:
      return "text";
  }
}

function parseSortOrder(sortOrder: string | undefined): boolean {
  const folded = sortOrder?.trim().toLowerCase() ?? "ascending";
  if (folded !== "ascending" && folded !== "descending") {
    throw new ScimError(
      "invalidValue",
      `sortOrder must be ascending or descending, but it is ${quoteText(sortOrder ?? "")}.`,
    );
  }
  return folded === "descending";
}

function isUndefinedBySchema({ attribute, subAttribute }: FilterTarget): boolean {
  return attribute.undefinedBySchema === true || subAttribute?.undefinedBySchema === true;
}

/** Where any name may be kept, one that is nearly that of a known attribute is a typing error all the same. */
function isMistyped(path: PathName, target: FilterTarget, resourceType: ResourceType): boolean {
  return isUndefinedBySchema(target) && findMeant(path, [resourceType]) !== undefined;
}

function findMeant(path: PathName, resourceTypes: readonly ResourceType[]): string | undefined {
  return findMeantPath(
    formatPathName(path),
    resourceTypes.flatMap((resourceType) => listAttributePaths(resourceType, path.schema)),
  );
}

function refuseUnknown(path: PathName, resourceTypes: readonly ResourceType[]): ScimError {
  const meant = findMeant(path, resourceTypes);
  const where = resourceTypes.map(({ name }) => name).join(" and ");
  const advice = meant === undefined ? "" : `; did you mean ${meant}?`;
  return refuse(formatPathName(path), `${where} has no such attribute${advice}`);
}

function refuse(sortBy: string, reason: string): ScimError {
  const end = reason.endsWith("?") ? "" : ".";
  return new ScimError("invalidValue", `The list cannot be sorted by ${quoteText(sortBy)}: ${reason}${end}`);
}
