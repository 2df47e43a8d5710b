import type { JsonObject } from "./json";
import { pageLimits } from "./list-query";
import { serviceProviderConfigSchemaUrn } from "./urns";

/**
 * What the service provider can do. Everything that it cannot do is said to be unsupported, with the limits that clients
 * read all the same.
 *
 * @param baseUrl absolute, ends in /scim/v2
 * @see RFC 7643 §5, RFC 9865 §3
 */
export function createServiceProviderConfig(baseUrl: string): JsonObject {
  return {
    schemas: [serviceProviderConfigSchemaUrn],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 1_000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: pageLimits.maxCount },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    pagination: {
      cursor: false,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: pageLimits.defaultCount,
      maxPageSize: pageLimits.maxCount,
    },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Access token",
        description: "The access token of a SCIM client, sent as Authorization: Bearer.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
  };
}
