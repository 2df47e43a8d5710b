import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import { createCustomExtensions } from "@/lib/directory/custom-extensions";
import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { checkFilter } from "@/lib/scim/filter/check";
import { parseFilter } from "@/lib/scim/filter/parse";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";

/** A scoping filter that can be held against people, or why it cannot, in words. */
export type ScopeFilter =
  | { readonly ok: true; readonly filter: CheckedFilter }
  | { readonly ok: false; readonly problem: string };

const remembered = new WeakMap<readonly CustomAttribute[], Map<string, ScopeFilter>>();

/**
 * Reads the scoping filter of a target: a SCIM filter on people. An attribute that no schema has is refused: a filter that
 * is misspelt would hold for nobody, and everybody would be deprovisioned.
 *
 * @param customAttributes those of the organization, which it may name
 * @see RFC 7644 §3.4.2.2
 */
export function readScopeFilter(text: string, customAttributes: readonly CustomAttribute[]): ScopeFilter {
  const filters = remembered.get(customAttributes) ?? new Map<string, ScopeFilter>();
  remembered.set(customAttributes, filters);
  const known = filters.get(text);
  if (known !== undefined) return known;
  const read = readAnew(text, customAttributes);
  filters.set(text, read);
  return read;
}

function readAnew(text: string, customAttributes: readonly CustomAttribute[]): ScopeFilter {
  const extensions = createCustomExtensions(customAttributes, "");
  const { user } = createResourceTypes({ role: true, keepsUnknown: false, extensions });
  try {
    const filter = checkFilter(parseFilter(text, user), user);
    if (!namesExternalId(filter)) return { ok: true, filter };
    const owner = "externalId belongs to the SCIM client that gave it, and has no value for a target.";
    return { ok: false, problem: `${owner} Filter by another attribute.` };
  } catch (error) {
    if (error instanceof ScimError) return { ok: false, problem: error.message };
    throw error;
  }
}

function namesExternalId(filter: CheckedFilter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return namesExternalId(filter.left) || namesExternalId(filter.right);
    case "not":
      return namesExternalId(filter.filter);
    default:
      return filter.target.attribute.name === "externalId";
  }
}
