/** Schema and message URNs of RFC 7643 and RFC 7644, and the media type. */
export const userSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
export const groupSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseUserSchemaUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

export const schemaSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";
export const resourceTypeSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
export const serviceProviderConfigSchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

export const listResponseUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const patchOpUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

/** @see RFC 7644 §3.1 */
export const scimMediaType = "application/scim+json";
