import { ScimError } from "@/lib/scim/errors";

/** The sentence for a write that the store did not do because a unique name is taken. @see RFC 7644 §3.12 */
export function refuseTaken(attribute: "userName" | "displayName", name: string, owner: string): ScimError {
  return new ScimError(
    "uniqueness",
    `The ${attribute} "${name}" belongs to another ${owner} of the organization. Names are compared without regard to case. Match the existing one by a filter on ${attribute} instead of creating it again, or choose another name.`,
  );
}

/** The sentence for a write that would leave the organization without an owner. */
export function refuseLastOwner(): ScimError {
  return new ScimError(
    "forbidden",
    "This person is the last active owner of the organization, and provisioning may not deactivate, delete or lower the last one. Make somebody else an owner first.",
  );
}

/** The sentence for members that cannot be members. */
export function refuseUnknownMembers(ids: readonly string[]): ScimError {
  const shown = ids.slice(0, 20).join(", ");
  const more = ids.length > 20 ? ` and ${ids.length - 20} more` : "";
  return new ScimError(
    "invalidValue",
    `No person or group of the organization has the id ${shown}${more}. Nothing was changed. Provision them first, then add them to the group.`,
  );
}

/** @see RFC 7644 §3.12 */
export function refuseUnknownResource(resourceType: string, id: string): ScimError {
  return new ScimError(
    "notFound",
    `There is no ${resourceType} with the id "${id.slice(0, 100)}". It may have been deleted; look it up by a filter and use the id found there.`,
  );
}
