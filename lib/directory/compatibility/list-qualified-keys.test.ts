import { expect, test } from "vitest";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { enterpriseUserSchemaUrn as enterprise, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { listQualifiedKeys } from "./list-qualified-keys";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });

test("qualifiedKey: keys that are paths, and the core schema's object", () => {
  const body = {
    [userSchemaUrn]: { role: "guest" },
    [`${userSchemaUrn.toUpperCase()}:title`]: "Dr",
    [`${enterprise}:department`]: "Sums",
  };
  expect(listQualifiedKeys(user, body)).toEqual([
    { name: "qualifiedKey", detail: `read the key "${userSchemaUrn}" as what it names` },
    { name: "qualifiedKey", detail: expect.stringMatching(/^read the key "URN:.*:title" as what it names$/) },
    { name: "qualifiedKey", detail: expect.stringContaining(`${enterprise}:department`) },
  ]);
});

test("an extension's object is where it belongs, and so is a foreign URN", () => {
  const body = { userName: "ada", [enterprise]: { department: "Sums" }, [groupSchemaUrn]: {}, "urn:acme:2.0:User": {} };
  expect(listQualifiedKeys(user, body)).toEqual([]);
  expect(listQualifiedKeys(group, { [enterprise]: {} })).toEqual([]);
});
