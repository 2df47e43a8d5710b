import type { ResourceType } from "./attribute";
import type { CheckedFilter } from "./filter/ast";
import { checkFilterAmong } from "./filter/check";
import { parseFilter } from "./filter/parse";
import type { ListParameters } from "./list-parameters";
import { type PageLimits, type PageQuery, pageLimits, parsePageQuery, readFilterText } from "./list-query";
import { type Projection, parseProjection } from "./project-attributes";
import { parseSortAcross, type SortKey, type SortValueKind } from "./sort";

/** What is asked of one of the resource types of a mixed list. */
export type MixedListPart = {
  readonly resourceType: ResourceType;
  readonly filter?: CheckedFilter;
  /** Absent when the resource type lacks the attribute that the list is sorted by. */
  readonly sortKey?: SortKey;
  readonly projection: Projection;
};

export type MixedListQuery = {
  readonly parts: readonly MixedListPart[];
  readonly sort?: { readonly kind: SortValueKind; readonly descending: boolean };
  readonly page: PageQuery;
};

/**
 * Reads what is asked of a list of all resource types, as the base URL and `/.search` below it give. What only one resource
 * type has is unassigned in the others.
 *
 * @throws ScimError as `parseListQuery`; also for an attribute that no resource type has
 * @see RFC 7644 §3.4.2.1, §3.4.3
 */
export function parseMixedListQuery(
  resourceTypes: readonly ResourceType[],
  parameters: ListParameters,
  limits: PageLimits = pageLimits,
): MixedListQuery {
  const filterText = readFilterText(parameters.filters);
  const filter = filterText === undefined ? undefined : parseFilter(filterText, combineSchemas(resourceTypes));
  const sort = parseSortAcross(resourceTypes, parameters.sortBy, parameters.sortOrder);
  const parts = resourceTypes.map((resourceType, index): MixedListPart => {
    const others = resourceTypes.filter((other) => other !== resourceType);
    const sortKey = sort?.keys[index];
    return {
      resourceType,
      ...(filter === undefined ? {} : { filter: checkFilterAmong(filter, resourceType, others) }),
      ...(sortKey === undefined ? {} : { sortKey }),
      projection: parseProjection(resourceType, parameters.attributes, parameters.excludedAttributes),
    };
  });
  const order = sort && { kind: sort.kind, descending: sort.descending };
  return {
    parts,
    ...(order === undefined ? {} : { sort: order }),
    page: parsePageQuery(parameters, filter, sort, limits),
  };
}

/** A resource type that knows the URNs of them all, so that paths are split where their schema ends. */
function combineSchemas([first, ...others]: readonly ResourceType[]): ResourceType {
  if (first === undefined) throw new TypeError("A list needs a resource type.");
  const schemas = others.flatMap(({ schema, extensions }) => [{ schema, required: false }, ...extensions]);
  return { ...first, extensions: [...first.extensions, ...schemas] };
}
