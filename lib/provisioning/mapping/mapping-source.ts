import type { JsonObject } from "@/lib/scim/json";
import type { CelObject } from "./cel-value";

/** What can be provisioned, and so mapped. */
export type MappingResourceType = "User" | "Group";

/** What mappings are given to work with. */
export type MappingSource = {
  /**
   * The resource as SCIM has it, with its `id`, extensions under their URN. A person has `role`, `fullName` and `groups`
   * besides; a group has no `members` here.
   */
  readonly resource: JsonObject;
  readonly organization: { readonly subdomain: string; readonly name: string };
  readonly target: { readonly name: string };
};

/** The variables that a mapping sees. A password, should there be one, is none of them. */
export function createVariables(resourceType: MappingResourceType, source: MappingSource): CelObject {
  const { password, members, ...resource } = source.resource;
  return {
    [resourceType === "User" ? "user" : "group"]: resource,
    organization: { subdomain: source.organization.subdomain, name: source.organization.name },
    target: { name: source.target.name },
  };
}
