import { bulkLimits } from "./bulk/bulk-limits";
import type { JsonObject } from "./json";
import { cursorTimeoutSeconds, pageLimits } from "./list-query";
import { serviceProviderConfigSchemaUrn } from "./urns";

/** What the document depends on: who asks. */
export type ServiceProviderProfile = {
  readonly strict: boolean;
  /** Whether roles and entitlements are published. */
  readonly roles?: boolean;
  readonly onExistingUser?: "conflict" | "adopt";
  readonly onDeactivatedUser?: "conflict" | "reactivate";
  /** Whether a displayName that is sent is passed over, since it is computed. */
  readonly displayNameIsComputed?: boolean;
};

/**
 * What the service provider can do. Everything that it cannot do is said to be unsupported, with the limits that clients
 * read all the same.
 *
 * @param baseUrl absolute, ends in /scim/v2
 * @param profile.strict whether the SCIM client that asks is held to the interoperability profile; it is only announced
 *   where a POST of somebody who is there already is a conflict and what is sent is stored, as the profile has it
 * @see RFC 7643 §5, RFC 9865 §3
 */
export function createServiceProviderConfig(
  baseUrl: string,
  {
    strict,
    roles = false,
    onExistingUser = "conflict",
    onDeactivatedUser = "conflict",
    displayNameIsComputed = false,
  }: ServiceProviderProfile,
): JsonObject {
  const isConflict = onExistingUser === "conflict" && onDeactivatedUser === "conflict";
  const isConformant = strict && isConflict && !displayNameIsComputed;
  return {
    schemas: [serviceProviderConfigSchemaUrn],
    patch: { supported: true },
    bulk: { supported: true, ...bulkLimits },
    filter: { supported: true, maxResults: pageLimits.maxCount },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: pageLimits.defaultCount,
      maxPageSize: pageLimits.maxCount,
      cursorTimeout: cursorTimeoutSeconds,
    },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Access token",
        description: "The access token of a SCIM client, sent as Authorization: Bearer.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
      {
        type: "oauth2",
        name: "OAuth 2.0 client credentials",
        description:
          "An access token for some hours, got at /oauth/token with a client secret or with an assertion of a trusted issuer, then sent as Authorization: Bearer.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6749",
        primary: false,
      },
    ],
    ...(roles ? { RolesAndEntitlements: rolesAndEntitlements } : {}),
    ...(isConformant ? { interopProfileConformant: true } : {}),
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/**
 * A user has one role of the organization: of several values of `roles` the primary one decides, or the only one. The
 * entitlements are the same five, which are granted as roles.
 *
 * @see draft-ietf-scim-roles-entitlements-01 "ServiceProviderConfig Extension"
 */
const rolesAndEntitlements = {
  roles: {
    supported: true,
    multipleRolesSupported: false,
    primarySupported: true,
    typeSupported: false,
    types: [],
  },
  entitlements: {
    supported: true,
    multipleEntitlementsSupported: false,
    primarySupported: false,
    typeSupported: true,
    types: ["role"],
  },
};
