import type { ResourceType } from "@/lib/scim/attribute";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import type { CustomAttribute } from "./custom-attribute";
import { createCustomExtensions } from "./custom-extensions";
import { isAbove, roles } from "./role";
import type { ScimClient } from "./scim-client";
import { isZulip, listZulipNameParts } from "./zulip-preset";

export type ResourceTypes = { readonly user: ResourceType; readonly group: ResourceType };

const typesOfClients = new WeakMap<ScimClient, ResourceTypes>();
const typesOfStores = new WeakMap<readonly CustomAttribute[], ResourceTypes>();

/**
 * The resource types as one SCIM client sees them: open or not, strict or not, with the roles that it may grant and the
 * attributes that its organization defined. They are made once for each client that was read.
 */
export function createClientResourceTypes(client: ScimClient): ResourceTypes {
  let types = typesOfClients.get(client);
  if (types === undefined) {
    const { unknownAttributes, highestGrantableRole, strict } = client.options;
    types = createResourceTypes({
      role: true,
      roles: roles.filter((role) => !isAbove(role, highestGrantableRole)),
      keepsUnknown: unknownAttributes === "keep",
      strict,
      extensions: createCustomExtensions(client.customAttributes, client.organization.name),
      ...(isZulip(client) ? { nameParts: listZulipNameParts(client) } : {}),
    });
    typesOfClients.set(client, types);
  }
  return types;
}

/**
 * The resource types by which all resources of an organization are stored, whichever client wrote them: with every
 * attribute that any client knows, and open to those that none does.
 */
export function createStoredResourceTypes(customAttributes: readonly CustomAttribute[]): ResourceTypes {
  let types = typesOfStores.get(customAttributes);
  if (types === undefined) {
    const extensions = createCustomExtensions(customAttributes, "");
    types = createResourceTypes({ role: true, keepsUnknown: true, extensions });
    typesOfStores.set(customAttributes, types);
  }
  return types;
}
