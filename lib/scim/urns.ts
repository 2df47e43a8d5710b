/** Schema and message URNs of RFC 7643 and RFC 7644, and the media type. */
export const userSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
export const groupSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseUserSchemaUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** @see draft-ietf-scim-roles-entitlements-01 */
export const roleSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Role";
export const entitlementSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Entitlement";
/** @see https://developer.okta.com/docs/guides/scim-with-entitlements/main/ */
export const oktaRoleSchemaUrn = "urn:okta:scim:schemas:core:1.0:Role";
export const oktaEntitlementSchemaUrn = "urn:okta:scim:schemas:core:1.0:Entitlement";

export const schemaSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";
export const resourceTypeSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
export const serviceProviderConfigSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

export const listResponseUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const searchRequestUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
export const patchOpUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const bulkRequestUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
export const bulkResponseUrn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
export const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

/** @see RFC 7644 §3.1 */
export const scimMediaType = "application/scim+json";
