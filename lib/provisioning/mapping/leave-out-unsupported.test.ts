import { expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { leaveOutUnsupported } from "./leave-out-unsupported";

const payload: JsonObject = {
  schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
  userName: "ada",
  name: { givenName: "Ada", familyName: "King" },
  emails: [{ value: "a", display: "A" }, { display: "B" }],
  [enterpriseUserSchemaUrn]: { department: "D", manager: { value: "m" } },
};
const { [enterpriseUserSchemaUrn]: enterprise, ...core } = payload;

test.each<[string, JsonObject]>([
  ["title", payload],
  ["name.title", payload],
  ["NAME", { ...payload, name: undefined as never }],
  ["name.givenName", { ...payload, name: { familyName: "King" } }],
  [`${userSchemaUrn}:name.givenName`, { ...payload, name: { familyName: "King" } }],
  ["emails.display", { ...payload, emails: [{ value: "a" }] }],
  ["emails.value.x", payload],
  [`${enterpriseUserSchemaUrn}:department`, { ...payload, [enterpriseUserSchemaUrn]: { manager: { value: "m" } } }],
  [`${enterpriseUserSchemaUrn}:manager.value`, { ...payload, [enterpriseUserSchemaUrn]: { department: "D" } }],
  [enterpriseUserSchemaUrn, { ...core, schemas: [userSchemaUrn] }],
  ["urn:example:other:name", payload],
])("%s", (path, expected) => {
  const result = leaveOutUnsupported(payload, [{ path }]);
  expect(result.payload).toEqual(JSON.parse(JSON.stringify(expected)));
  expect(result.leftOut).toEqual(expected === payload ? [] : [path]);
  expect(enterprise).toBeDefined();
});

test("what has nothing left goes with its last attribute, and its schema too", () => {
  const paths = [
    "name.givenName",
    "name.familyName",
    `${enterpriseUserSchemaUrn}:department`,
    `${enterpriseUserSchemaUrn}:manager`,
  ];
  expect(
    leaveOutUnsupported(
      payload,
      paths.map((path) => ({ path })),
    ).payload,
  ).toEqual({
    schemas: [userSchemaUrn],
    userName: "ada",
    emails: payload.emails,
  });
});
