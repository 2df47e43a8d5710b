import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { listFilterLeniencies } from "@/lib/scim/filter/leniencies";
import type { DirectoryRequest } from "../directory-request";

/**
 * Notes on the request what had to be tolerated to read its filter. A strict SCIM client is refused instead.
 *
 * @throws ScimError invalidFilter
 */
export function noteFilterLeniencies(
  { client, leniencies }: Pick<DirectoryRequest, "client" | "leniencies">,
  filter: CheckedFilter | undefined,
): void {
  for (const { name, detail, advice } of filter === undefined ? [] : listFilterLeniencies(filter)) {
    if (client.options.strict) {
      throw new ScimError(
        "invalidFilter",
        `The filter cannot be answered, since this SCIM client is strict: ${advice}.`,
      );
    }
    if (!leniencies.some((noted) => noted.detail === detail)) leniencies.push({ name, detail });
  }
}
