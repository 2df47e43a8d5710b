import { expect, test } from "vitest";
import fullUser from "./fixtures/rfc7643-8.2-user-full.json";
import { createResourceTypes } from "./schema/resource-types";
import { showDefined } from "./show-defined";
import { enterpriseUserSchemaUrn as enterprise, userSchemaUrn } from "./urns";

const { user } = createResourceTypes({ role: true, keepsUnknown: false, strict: true });

test("§5.1 what /Schemas does not list is not shown", () => {
  const acme = "urn:acme:2.0:User";
  const shown = showDefined(user, {
    schemas: [userSchemaUrn, acme, enterprise],
    id: "1",
    userName: "ada",
    active: false,
    role: "member",
    badge: { a: 1 },
    name: { givenName: "Ada", nick: "A" },
    emails: [{ value: "a@b.example", note: "x" }, { note: "y" }],
    roles: [{ value: "r", type: "App" }],
    [acme]: { tag: "x" },
    [enterprise]: { department: "Sums", badge: 7, manager: { value: "m", zzz: 1 } },
    meta: { resourceType: "User", zzz: 1 },
  });
  expect(shown).toEqual({
    schemas: [userSchemaUrn, enterprise],
    id: "1",
    userName: "ada",
    active: false,
    name: { givenName: "Ada" },
    emails: [{ value: "a@b.example" }],
    roles: [{ value: "r" }],
    [enterprise]: { department: "Sums", manager: { value: "m" } },
    meta: { resourceType: "User" },
  });
});

test("RFC 7643 §8.2 what the schemas define is shown as it is", () => {
  const { password, ...resource } = fullUser;
  expect(showDefined(user, resource)).toEqual(resource);
});
