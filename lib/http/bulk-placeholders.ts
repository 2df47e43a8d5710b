import { randomUUID } from "node:crypto";
import { readUnlinked } from "@/lib/directory/unlinked-creation";
import type { ListNeeded } from "@/lib/scim/bulk/plan-bulk";
import { listReferences, listTexts, replaceReferences } from "@/lib/scim/bulk/references";
import { ScimError } from "@/lib/scim/errors";
import { findRoute } from "./bulk-call";
import type { ScimCall } from "./scim-operations";

/** Ids for what is not there yet, by bulkId, so that a body can be read before all that it refers to is created. */
export type Placeholders = ReadonlyMap<string, string>;

/** Makes ids that nothing has. */
export function createPlaceholders(bulkIds: Iterable<string>): Placeholders {
  return new Map([...bulkIds].map((bulkId) => [bulkId, randomUUID()]));
}

/**
 * Makes the question of which references cannot be added later. An operation that will be refused by itself needs nothing:
 * it is tried, and its refusal says why.
 */
export function createListNeeded({ directory }: ScimCall): ListNeeded {
  return (operation, circle) => {
    const placeholders = createPlaceholders(listReferences(operation));
    const { data = null } = replaceReferences(operation, (bulkId) => placeholders.get(bulkId));
    try {
      const { route } = findRoute(operation, directory.baseUrl);
      const request = { ...directory, leniencies: [] };
      const unlinked = readUnlinked(request, route.resourceType ?? "User", data, new Set(placeholders.values()));
      const texts = listTexts(unlinked.data);
      const isNeeded = (bulkId: string) => texts.has(placeholders.get(bulkId) ?? "");
      return new Set([...circle].filter(isNeeded));
    } catch (error) {
      if (error instanceof ScimError) return new Set();
      throw error;
    }
  };
}
