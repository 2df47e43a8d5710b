import type { StoredGroup, StoredUser } from "@/lib/directory/directory-store";
import { createGroupResource } from "@/lib/directory/group-resource";
import { createHandClient } from "@/lib/directory/hand-client";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import type { ScimClient } from "@/lib/directory/scim-client";
import { createUserResource } from "@/lib/directory/user-resource";
import type { JsonObject } from "@/lib/scim/json";
import type { LoadedTarget } from "./sync-store";

/** Whose directory is provisioned. */
type Source = Pick<LoadedTarget, "organization" | "customAttributes">;

const viewers = new WeakMap<Source["organization"], ScimClient>();

/**
 * A person as property mappings and scoping filters see them: the SCIM resource as Roster has it, with groups, and `fullName`
 * besides. Nobody's externalId is in it, and no address of Roster's.
 */
export function createSourceUser(source: Source, user: StoredUser): JsonObject {
  const { fullName } = user;
  return { ...createUserResource(getViewer(source), user, ""), fullName };
}

/** A group as property mappings see it, without members. */
export function createSourceGroup({ customAttributes }: Source, group: StoredGroup): JsonObject {
  return createGroupResource(createStoredResourceTypes(customAttributes).group, group, "");
}

/** Sees everything that is stored, whichever SCIM client wrote it. */
function getViewer({ organization, customAttributes }: Source): ScimClient {
  let viewer = viewers.get(organization);
  if (viewer === undefined) {
    viewer = createHandClient(organization, customAttributes, {
      highestGrantableRole: "owner",
      nameFormattedIncluded: true,
    });
    viewers.set(organization, viewer);
  }
  return viewer;
}
