import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { checkFilter } from "@/lib/scim/filter/check";
import { parseFilter } from "@/lib/scim/filter/parse";

const remembered = new WeakMap<readonly CustomAttribute[], Map<string, CheckedFilter>>();

/**
 * Reads the scoping filter of a target: a SCIM filter on people.
 *
 * @param customAttributes those of the organization, which it may name
 * @throws ScimError invalidFilter
 * @see RFC 7644 §3.4.2.2
 */
export function readScopeFilter(text: string, customAttributes: readonly CustomAttribute[]): CheckedFilter {
  const filters = remembered.get(customAttributes) ?? new Map<string, CheckedFilter>();
  remembered.set(customAttributes, filters);
  const known = filters.get(text);
  if (known !== undefined) return known;
  const { user } = createStoredResourceTypes(customAttributes);
  const filter = checkFilter(parseFilter(text, user), user);
  filters.set(text, filter);
  return filter;
}

/** What is wrong with a scoping filter, in words; undefined when nothing is. */
export function findScopeFilterProblem(text: string, customAttributes: readonly CustomAttribute[]): string | undefined {
  try {
    readScopeFilter(text, customAttributes);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error.message;
    throw error;
  }
}
