import { type ClientOptions, resolveClientOptions } from "./client-options";
import type { CustomAttribute } from "./custom-attribute";
import type { Organization, ScimClient } from "./scim-client";
import { scopes } from "./scope";

/** No SCIM client has this id, so an edit by hand neither reads nor writes anybody's externalId. */
const nobodyId = "00000000-0000-0000-0000-000000000000";

/**
 * Stands in for the SCIM client where a person edits by hand: the same validation and policy hold, nothing that is stored is
 * left out or cleared, and there are no tolerances to choose.
 *
 * @param limits the most powerful role that the person may give, and which parts of a name make the full name
 */
export function createHandClient(
  organization: Organization,
  customAttributes: readonly CustomAttribute[],
  limits: Pick<ClientOptions, "highestGrantableRole" | "nameFormattedIncluded">,
): ScimClient {
  return {
    id: nobodyId,
    name: "by hand",
    preset: "generic",
    state: "active",
    options: resolveClientOptions("generic", { ...limits, unknownAttributes: "keep", replaceOmitted: "keep" }),
    scopes,
    allowedAddresses: [],
    organization,
    customAttributes,
  };
}
