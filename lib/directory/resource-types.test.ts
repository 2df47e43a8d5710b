import { describe, expect, test } from "vitest";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import { resolveClientOptions } from "./client-options";
import type { CustomAttribute } from "./custom-attribute";
import { createClientResourceTypes } from "./resource-types";
import { roles } from "./role";
import type { ScimClient } from "./scim-client";
import { scopes } from "./scope";

describe("the User schema that a SCIM client reads", () => {
  test.each([
    { highestGrantableRole: "owner", offered: roles },
    { highestGrantableRole: "administrator", offered: roles.slice(1) },
    { highestGrantableRole: "guest", offered: ["guest"] },
  ] as const)("D-09 offers the roles that it may grant, up to $highestGrantableRole", (granted) => {
    const types = createClientResourceTypes(createClient({ highestGrantableRole: granted.highestGrantableRole }));
    const role = types.user.schema.attributes.find(({ name }) => name === "role");
    expect(role?.canonicalValues).toEqual(granted.offered);
  });

  test("is open where unknown attributes are kept", () => {
    expect(createClientResourceTypes(createClient({ unknownAttributes: "keep" })).user.keepsUnknown).toBe(true);
    expect(createClientResourceTypes(createClient({ unknownAttributes: "ignore" })).user.keepsUnknown).toBe(false);
  });
});

describe("checklist 0.1: the interoperability profile, which a strict client reads", () => {
  const { user, group } = createClientResourceTypes(createClient({ strict: true }));
  const find = (name: string) => user.schema.attributes.find((attribute) => attribute.name === name);

  test("has neither role nor password, and active is required", () => {
    expect([find("role"), find("password")]).toEqual([undefined, undefined]);
    expect(find("active")).toMatchObject({ required: true });
    expect(find("userName")).toMatchObject({ required: true });
    expect(find("title")).toMatchObject({ required: false });
  });

  test("leaves other clients' schemas and groups as they are", () => {
    const tolerant = createClientResourceTypes(createClient({}));
    expect(tolerant.user.schema.attributes.find(({ name }) => name === "active")).toMatchObject({ required: false });
    expect(tolerant.user.schema.attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["role", "password"]),
    );
    expect(group.schema).toBe(tolerant.group.schema);
  });
});

describe("the extensions that an organization defined", () => {
  const badge = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";

  test("come after those of RFC 7643, each with its attributes and the characteristics of their types", () => {
    const types = createClientResourceTypes(
      createClient({}, [
        define(badge, "page", { type: "reference", caseExact: true }),
        define(badge, "tag", { canonicalValues: ["Gold"] }),
        define("urn:acme:hr", "grade", { type: "integer", multiValued: true }),
        define("urn:acme:team", "floor", { resourceType: "Group" }),
      ]),
    );
    expect(types.user.extensions.map(({ schema, required }) => [schema.id, required])).toEqual([
      [enterpriseUserSchemaUrn, false],
      [badge, false],
      ["urn:acme:hr", false],
    ]);
    expect(types.group.extensions.map(({ schema }) => schema.id)).toEqual(["urn:acme:team"]);
    expect(types.user.extensions[1]?.schema).toMatchObject({
      name: "Badge",
      description: "Attributes of people that Acme defined.",
      attributes: [
        { name: "page", type: "reference", caseExact: true, referenceTypes: ["external", "uri"] },
        { name: "tag", canonicalValues: ["Gold"], restrictsValues: true, mutability: "readWrite", returned: "default" },
      ],
    });
    expect(types.user.extensions[2]?.schema.attributes[0]).toMatchObject({ type: "integer", multiValued: true });
  });

  test.each([
    [badge, "Badge"],
    ["urn:acme:hr", "hr"],
    ["urn:acme:hr:1.0", "hr"],
    ["urn:acme:hr:v2:group", "hr"],
    ["urn:acme:2.0:Person", "Person"],
  ])("%s is called %s", (schema, name) => {
    const { user } = createClientResourceTypes(createClient({}, [define(schema, "tag")]));
    expect(user.extensions[1]?.schema.name).toBe(name);
  });

  test("are made once for a client", () => {
    const client = createClient({}, [define(badge, "tag")]);
    expect(createClientResourceTypes(client)).toBe(createClientResourceTypes(client));
  });
});

function define(schema: string, name: string, differences: Partial<CustomAttribute> = {}): CustomAttribute {
  return {
    resourceType: "User",
    schema,
    name,
    type: "string",
    multiValued: false,
    caseExact: false,
    canonicalValues: [],
    description: "",
    ...differences,
  };
}

function createClient(
  options: Partial<ScimClient["options"]>,
  customAttributes: readonly CustomAttribute[] = [],
): ScimClient {
  return {
    id: "client",
    name: "okta",
    preset: "generic",
    state: "active",
    options: resolveClientOptions("generic", options),
    scopes,
    allowedAddresses: [],
    customAttributes,
    organization: {
      id: "organization",
      subdomain: "acme",
      name: "Acme",
      allowedEmailDomains: [],
      allowEmailSubdomains: false,
    },
  };
}
