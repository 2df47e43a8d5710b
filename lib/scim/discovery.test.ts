import { describe, expect, it } from "vitest";
import { findResourceTypeDocument, findSchemaDocument, listResourceTypes, listSchemas } from "./discovery";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { createResourceTypes } from "./schema/resource-types";
import { createRoleResourceTypes } from "./schema/role-resource-types";
import { createServiceProviderConfig } from "./service-provider-config";
import {
  enterpriseUserSchemaUrn,
  entitlementSchemaUrn,
  groupSchemaUrn,
  listResponseUrn,
  oktaEntitlementSchemaUrn,
  oktaRoleSchemaUrn,
  resourceTypeSchemaUrn,
  roleSchemaUrn,
  schemaSchemaUrn,
  serviceProviderConfigSchemaUrn,
  userSchemaUrn,
} from "./urns";

const baseUrl = "https://roster.example/scim/v2";
const { user, group } = createResourceTypes({ role: true, keepsUnknown: true });
const { role, entitlement } = createRoleResourceTypes("ietf");
const types = [user, group, role, entitlement];
const strictTypes = Object.values(createResourceTypes({ role: false, keepsUnknown: false }));
const schemas = listResources(listSchemas(types, baseUrl));

function listResources(list: JsonObject): JsonObject[] {
  return Array.isArray(list.Resources) ? list.Resources.filter(isJsonObject) : [];
}

/** Every attribute and sub-attribute of a published schema. */
function listAttributes(holder: JsonObject, name = "attributes"): JsonObject[] {
  const attributes = Array.isArray(holder[name]) ? holder[name].filter(isJsonObject) : [];
  return attributes.flatMap((attribute) => [attribute, ...listAttributes(attribute, "subAttributes")]);
}

function holdsNull(value: JsonValue): boolean {
  return value === null || (typeof value === "object" && Object.values(value).some(holdsNull));
}

describe("createServiceProviderConfig", () => {
  const config = createServiceProviderConfig(baseUrl, { strict: false });

  it("D-01, D-04 says what is supported and what is not", () => {
    expect(config).toMatchObject({
      schemas: [serviceProviderConfigSchemaUrn],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: 1_000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
    });
    expect(config).not.toHaveProperty("totalResults");
  });

  it("D-02 says how to page", () => {
    expect(config.pagination).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: 100,
      maxPageSize: 1_000,
      cursorTimeout: expect.any(Number),
    });
  });

  it("D-03 says nothing of events and profiles that are not there", () => {
    expect(config).not.toHaveProperty("securityEvents");
    expect(config).not.toHaveProperty("interopProfileConformant");
  });

  it("A-09 names the ways to authenticate, the first one being the primary one", () => {
    const named = { name: expect.any(String), description: expect.any(String) };
    expect(config.authenticationSchemes).toEqual([
      expect.objectContaining({ ...named, type: "oauthbearertoken", primary: true }),
      expect.objectContaining({ ...named, type: "oauth2", primary: false }),
    ]);
  });

  it("N-05 says what is there of roles and entitlements, to whom they are published", () => {
    const { RolesAndEntitlements } = createServiceProviderConfig(baseUrl, { strict: false, roles: true });
    expect(RolesAndEntitlements).toEqual({
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
    });
    expect(config).not.toHaveProperty("RolesAndEntitlements");
  });
});

describe("schemas", () => {
  it("D-05 lists each, unpaged", () => {
    expect(listSchemas(types, baseUrl)).toMatchObject({
      schemas: [listResponseUrn],
      totalResults: 7,
      startIndex: 1,
      itemsPerPage: 7,
    });
    expect(schemas.map(({ id, meta, schemas: urns }) => [id, meta, urns])).toEqual(
      [
        userSchemaUrn,
        enterpriseUserSchemaUrn,
        groupSchemaUrn,
        roleSchemaUrn,
        oktaRoleSchemaUrn,
        entitlementSchemaUrn,
        oktaEntitlementSchemaUrn,
      ].map((urn) => [urn, { resourceType: "Schema", location: `${baseUrl}/Schemas/${urn}` }, [schemaSchemaUrn]]),
    );
  });

  it("D-06 finds one, whatever the case of its URN", () => {
    expect(findSchemaDocument(types, baseUrl, userSchemaUrn.toUpperCase())).toEqual(schemas[0]);
    expect(findSchemaDocument(types, baseUrl, "urn:zzz")).toBeUndefined();
    expect(findSchemaDocument(types, baseUrl, "constructor")).toBeUndefined();
  });

  it("D-09 every attribute carries its characteristics, and none that do not apply", () => {
    const attributes = schemas.flatMap((schema) => listAttributes(schema));
    expect(attributes.length).toBeGreaterThan(90);
    for (const attribute of attributes) {
      expect(attribute).toEqual(
        expect.objectContaining({
          name: expect.any(String),
          type: expect.stringMatching(/^(string|boolean|decimal|integer|dateTime|binary|reference|complex)$/),
          multiValued: expect.any(Boolean),
          description: expect.any(String),
          required: expect.any(Boolean),
          mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/),
          returned: expect.stringMatching(/^(always|never|default|request)$/),
          uniqueness: expect.stringMatching(/^(none|server|global)$/),
        }),
      );
      const hasCase = ["string", "reference", "binary"].includes(String(attribute.type));
      expect("caseExact" in attribute).toBe(hasCase);
      expect("referenceTypes" in attribute).toBe(attribute.type === "reference");
      expect("subAttributes" in attribute).toBe(attribute.type === "complex");
    }
    expect(schemas.some(holdsNull)).toBe(false);
  });

  it("D-09 type has its canonical values", () => {
    const emails = listAttributes(schemas[0] ?? {}).find(({ name }) => name === "emails");
    const type = listAttributes(emails ?? {}, "subAttributes").find(({ name }) => name === "type");
    expect(type?.canonicalValues).toEqual(["work", "home", "other"]);
  });

  it("D-10, D-12 lists neither messages nor common attributes", () => {
    const names = schemas
      .flatMap((schema) => (Array.isArray(schema.attributes) ? schema.attributes : []))
      .map((attribute) => isJsonObject(attribute) && attribute.name);
    for (const common of ["id", "externalId", "meta", "schemas"]) {
      expect(names).not.toContain(common);
    }
    expect(schemas.map(({ id }) => String(id)).filter((id) => id.includes("messages"))).toEqual([]);
  });

  it("publishes role to those who have it", () => {
    const hasRole = (document: JsonObject | undefined) =>
      listAttributes(document ?? {}).some(({ name }) => name === "role");
    expect(hasRole(findSchemaDocument(types, baseUrl, userSchemaUrn))).toBe(true);
    expect(hasRole(findSchemaDocument(strictTypes, baseUrl, userSchemaUrn))).toBe(false);
  });
});

describe("resource types", () => {
  const resourceTypes = listResources(listResourceTypes(types, baseUrl));

  it("D-07 lists each", () => {
    expect(listResourceTypes(types, baseUrl)).toMatchObject({ totalResults: 4, startIndex: 1, itemsPerPage: 4 });
    expect(resourceTypes[0]).toEqual({
      schemas: [resourceTypeSchemaUrn],
      id: "User",
      name: "User",
      endpoint: "/Users",
      description: "User Account",
      schema: userSchemaUrn,
      schemaExtensions: [{ schema: enterpriseUserSchemaUrn, required: false }],
      meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/User` },
    });
  });

  it("N-05 a client takes those of roles and entitlements for such by their schema, each in its dialect", () => {
    expect(resourceTypes.slice(2)).toMatchObject([
      {
        id: "Role",
        endpoint: "/Roles",
        schema: roleSchemaUrn,
        schemaExtensions: [{ schema: oktaRoleSchemaUrn, required: false }],
      },
      {
        id: "Entitlement",
        endpoint: "/Entitlements",
        schema: entitlementSchemaUrn,
        schemaExtensions: [{ schema: oktaEntitlementSchemaUrn, required: false }],
      },
    ]);
    const okta = Object.values(createRoleResourceTypes("okta"));
    expect(listResources(listResourceTypes(okta, baseUrl))).toMatchObject([
      { id: "Role", schema: oktaRoleSchemaUrn, schemaExtensions: [{ schema: roleSchemaUrn }] },
      { id: "Entitlement", schema: oktaEntitlementSchemaUrn, schemaExtensions: [{ schema: entitlementSchemaUrn }] },
    ]);
  });

  it("N-05 nothing of roles and entitlements can be written", () => {
    const roleSchemas = schemas.filter(({ id }) => /Role$|Entitlement$/.test(String(id)));
    expect(roleSchemas).toHaveLength(4);
    const attributes = roleSchemas.flatMap((schema) => listAttributes(schema));
    expect(new Set(attributes.map(({ mutability }) => mutability))).toEqual(new Set(["readOnly"]));
  });

  it("D-07 finds one", () => {
    expect(findResourceTypeDocument(types, baseUrl, "Group")).toEqual(resourceTypes[1]);
    expect(findResourceTypeDocument(types, baseUrl, "Device")).toBeUndefined();
  });

  it("D-11 every schema that they name is published", () => {
    const published = schemas.map(({ id }) => id);
    for (const { schema, schemaExtensions } of resourceTypes) {
      const extensions = Array.isArray(schemaExtensions) ? schemaExtensions.filter(isJsonObject) : [];
      expect(published).toEqual(expect.arrayContaining([schema, ...extensions.map((extension) => extension.schema)]));
    }
  });
});
