import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isJsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { createUser, find, get, idOf, listAt, patch, sortedTexts, textAt, unique, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { rawRequest } from "./raw-request";
import { enterpriseUrn, groupUrn, resourceTypeUrn, schemaUrn, serviceProviderConfigUrn, userUrn } from "./urns";

test("D-01 ServiceProviderConfig is one object with everything RFC 7643 §5 requires", async ({ scim }) => {
  const answer = await get(scim, "/ServiceProviderConfig");
  expect(answer.status).toBe(200);
  expect(answer.body.schemas).toEqual([serviceProviderConfigUrn]);
  expect(answer.body.meta).toMatchObject({
    resourceType: "ServiceProviderConfig",
    location: `${scim.baseUrl}/ServiceProviderConfig`,
  });
  for (const path of [
    "patch.supported",
    "bulk.supported",
    "filter.supported",
    "changePassword.supported",
    "sort.supported",
    "etag.supported",
  ]) {
    expect(typeof valueAt(answer.body, path), path).toBe("boolean");
  }
  for (const path of ["bulk.maxOperations", "bulk.maxPayloadSize", "filter.maxResults"]) {
    expect(Number.isInteger(valueAt(answer.body, path)), path).toBe(true);
  }
  for (const scheme of listAt(answer.body, "authenticationSchemes")) {
    expect(["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"]).toContain(valueAt(scheme, "type"));
    expect(textAt(scheme, "name")).toMatch(/\S/);
    expect(textAt(scheme, "description")).toMatch(/\S/);
  }
});

test("D-02 the pagination block says what is done: by index and by cursor", async ({ scim }) => {
  const { body } = await get(scim, "/ServiceProviderConfig");
  expect(body.pagination).toMatchObject({ cursor: true, index: true, defaultPaginationMethod: "index" });
  const defaultPageSize = Number(valueAt(body, "pagination.defaultPageSize"));
  const maxPageSize = Number(valueAt(body, "pagination.maxPageSize"));
  expect(defaultPageSize).toBeGreaterThanOrEqual(100);
  expect(maxPageSize).toBeGreaterThanOrEqual(250);
  expect(valueAt(body, "filter.maxResults")).toBe(maxPageSize);
});

test("D-03 events and the interoperability profile are not claimed", async ({ scim }) => {
  const { body } = await get(scim, "/ServiceProviderConfig");
  expect(valueAt(body, "securityEvents.asyncRequest") ?? "none").toBe("none");
  expect(body).not.toHaveProperty("interopProfileConformant");
});

test("D-04, interop 21: what is advertised is true", async ({ scim }) => {
  const { body } = await get(scim, "/ServiceProviderConfig");
  expect(body).toMatchObject({
    patch: { supported: true },
    filter: { supported: true },
    bulk: { supported: true },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
  });
  expect(JSON.stringify(body)).not.toMatch(/:null/);
});

test("D-05 Schemas is an unpaged ListResponse of Schema resources", async ({ scim }) => {
  const answer = await get(scim, "/Schemas");
  const schemas = expectListResponse(answer);
  expect(answer.body).toMatchObject({ totalResults: schemas.length, startIndex: 1, itemsPerPage: schemas.length });
  for (const schema of schemas) {
    const id = textAt(schema, "id");
    expect(valueAt(schema, "schemas")).toEqual([schemaUrn]);
    expect(textAt(schema, "name")).toMatch(/\S/);
    expect(textAt(schema, "description")).toMatch(/\S/);
    expect(listAt(schema, "attributes").length).toBeGreaterThan(0);
    expect(valueAt(schema, "meta")).toMatchObject({
      resourceType: "Schema",
      location: `${scim.baseUrl}/Schemas/${id}`,
    });
  }
  expect(sortedTexts(schemas, "id")).toEqual(expect.arrayContaining([groupUrn, userUrn, enterpriseUrn]));
  expect((await get(scim, "/Schemas?startIndex=2&count=1&sortBy=id")).body).toEqual(answer.body);
});

test("D-06 one schema by its URN: raw, percent-encoded, in any case; an unknown one is a 404", async ({ scim }) => {
  const all = expectListResponse(await get(scim, "/Schemas"));
  for (const urn of [userUrn, groupUrn, enterpriseUrn]) {
    const expected = all.find((schema) => valueAt(schema, "id") === urn);
    for (const path of [urn, encodeURIComponent(urn), urn.toUpperCase(), urn.toLowerCase()]) {
      const answer = await get(scim, `/Schemas/${path}`);
      expect(answer.status, path).toBe(200);
      expect(answer.body).toEqual(expected);
    }
  }
  expectScimError(await get(scim, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Nothing"), 404);
});

test("D-07 ResourceTypes lists User and Group", async ({ scim }) => {
  const types = expectListResponse(await get(scim, "/ResourceTypes"));
  expect(types.map((type) => textAt(type, "id"))).toEqual(["User", "Group"]);
  for (const [index, name, schema] of [
    [0, "User", userUrn],
    [1, "Group", groupUrn],
  ] as const) {
    expect(types[index]).toMatchObject({
      schemas: [resourceTypeUrn],
      id: name,
      name,
      endpoint: `/${name}s`,
      description: expect.stringMatching(/\S/),
      schema,
      meta: { resourceType: "ResourceType", location: `${scim.baseUrl}/ResourceTypes/${name}` },
    });
    expect((await get(scim, `/ResourceTypes/${name}`)).body).toEqual(types[index]);
  }
  expect(valueAt(types[0], "schemaExtensions")).toEqual([{ schema: enterpriseUrn, required: false }]);
  expect(listAt(types[1], "schemaExtensions")).toEqual([]);
  expectScimError(await get(scim, "/ResourceTypes/Nothing"), 404);
});

for (const path of [
  "/ServiceProviderConfig",
  "/Schemas",
  "/ResourceTypes",
  `/Schemas/${userUrn}`,
  "/ResourceTypes/User",
]) {
  test(`D-08 a filter on ${path} is a 403`, async ({ scim }) => {
    expectScimError(await get(scim, `${path}?filter=id%20pr`), 403);
  });
}

test("D-09 every published attribute carries all its characteristics and nothing null", async ({ scim }) => {
  const answer = await get(scim, "/Schemas");
  expect(answer.text).not.toMatch(/:\s*null/);
  let checked = 0;
  for (const { attribute, path } of publishedAttributes(expectListResponse(answer))) {
    checked += 1;
    expect(attribute.name, path).toMatch(/^[$a-z][\w$-]*$/i);
    expect(["string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"], path).toContain(
      attribute.type,
    );
    expect(typeof attribute.multiValued, path).toBe("boolean");
    expect(attribute.description, path).toMatch(/\S/);
    expect(typeof attribute.required, path).toBe("boolean");
    expect(["readOnly", "readWrite", "immutable", "writeOnly"], path).toContain(attribute.mutability);
    expect(["always", "never", "default", "request"], path).toContain(attribute.returned);
    expect(["none", "server", "global"], path).toContain(attribute.uniqueness);
    if (["string", "reference", "binary"].includes(textAt(attribute, "type"))) {
      expect(typeof attribute.caseExact, path).toBe("boolean");
    }
    if (attribute.type === "complex") {
      expect(listAt(attribute, "subAttributes").length, path).toBeGreaterThan(0);
    }
    if (attribute.type === "reference") {
      expect(listAt(attribute, "referenceTypes").length, path).toBeGreaterThan(0);
    }
  }
  expect(checked).toBeGreaterThan(60);
});

test("D-09 canonical values of type, and the roles that the client may grant, are published", async ({ scim }) => {
  const attributes = publishedAttributes(expectListResponse(await get(scim, "/Schemas")));
  const valuesOf = (path: string) => attributes.find((published) => published.path === path)?.attribute.canonicalValues;
  expect(valuesOf(`${userUrn}:emails.type`)).toEqual(["work", "home", "other"]);
  expect(valuesOf(`${userUrn}:phoneNumbers.type`)).toEqual(["work", "home", "mobile", "fax", "pager", "other"]);
  expect(valuesOf(`${userUrn}:ims.type`)).toEqual(["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]);
  expect(valuesOf(`${userUrn}:photos.type`)).toEqual(["photo", "thumbnail"]);
  expect(valuesOf(`${userUrn}:addresses.type`)).toEqual(["work", "home", "other"]);
  expect(valuesOf(`${userUrn}:groups.type`)).toEqual(["direct", "indirect"]);
  expect(valuesOf(`${groupUrn}:members.type`)).toEqual(["User", "Group"]);
  expect(valuesOf(`${userUrn}:role`)).toEqual(["administrator", "moderator", "member", "guest"]);
});

test("D-10 no message schema is listed", async ({ scim }) => {
  for (const id of sortedTexts(expectListResponse(await get(scim, "/Schemas")), "id")) {
    expect(id).not.toContain("urn:ietf:params:scim:api:messages");
  }
});

test("D-11 every schema that a resource type names can be read", async ({ scim }) => {
  for (const type of expectListResponse(await get(scim, "/ResourceTypes"))) {
    const extensions = listAt(type, "schemaExtensions").map((extension) => textAt(extension, "schema"));
    for (const urn of [textAt(type, "schema"), ...extensions]) {
      expect((await get(scim, `/Schemas/${urn}`)).body.id).toBe(urn);
    }
  }
});

test("D-12 common attributes are in no schema, yet can be filtered and patched", async ({ scim }) => {
  const schemas = expectListResponse(await get(scim, "/Schemas"));
  for (const schema of schemas.filter((each) => [userUrn, groupUrn].includes(textAt(each, "id")))) {
    for (const name of ["id", "externalId", "meta", "schemas"]) {
      expect(sortedTexts(listAt(schema, "attributes"), "name")).not.toContain(name);
    }
  }
  const id = idOf(await createUser(scim));
  const externalId = unique("external");
  const patched = await patch(scim, `/Users/${id}`, { op: "add", path: "externalId", value: externalId });
  expect(patched.body.externalId).toBe(externalId);
  const found = await find(scim, "/Users", `externalId eq "${externalId}" and id eq "${id}" and meta.created pr`);
  expect(found.map(idOf)).toEqual([id]);
});

test("Schemas and ResourceTypes need a token; ServiceProviderConfig is the same with one and without", async ({
  scim,
}) => {
  expectScimError(await rawRequest(scim.baseUrl, "GET", "/Schemas", {}), 401);
  expectScimError(await rawRequest(scim.baseUrl, "GET", "/ResourceTypes", {}), 401);
  const without = await rawRequest(scim.baseUrl, "GET", "/ServiceProviderConfig", {});
  expect(without.body).toEqual((await get(scim, "/ServiceProviderConfig")).body);
});

type Published = { path: string; attribute: JsonObject };

function publishedAttributes(schemas: readonly JsonValue[]): Published[] {
  return schemas.flatMap((schema) => attributesBelow(`${textAt(schema, "id")}:`, listAt(schema, "attributes")));
}

function attributesBelow(prefix: string, attributes: readonly JsonValue[]): Published[] {
  return attributes.filter(isJsonObject).flatMap((attribute) => {
    const path = `${prefix}${textAt(attribute, "name")}`;
    return [{ path, attribute }, ...attributesBelow(`${path}.`, listAt(attribute, "subAttributes"))];
  });
}
