import { describe, expect, test } from "vitest";
import { resolveClientOptions } from "./client-options";
import { createClientResourceTypes } from "./resource-types";
import { roles } from "./role";
import type { ScimClient } from "./scim-client";

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

function createClient(options: Partial<ScimClient["options"]>): ScimClient {
  return {
    id: "client",
    name: "okta",
    preset: "generic",
    state: "active",
    options: resolveClientOptions("generic", options),
    organization: {
      id: "organization",
      subdomain: "acme",
      name: "Acme",
      allowedEmailDomains: [],
      allowEmailSubdomains: false,
    },
  };
}
