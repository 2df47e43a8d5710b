import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "../urns";
import { deferReferences } from "./defer-references";

const manager = `${enterpriseUserSchemaUrn}:manager`;
const types = createResourceTypes({ role: true, keepsUnknown: true });
const missing = new Set(["a"]);

describe("B-04 what can be created without and linked later (RFC 7644 §3.7.1)", () => {
  test.each<[string, JsonObject, JsonObject, JsonObject[]]>([
    [
      "some of the members",
      { displayName: "x", members: [{ value: "a", display: "A" }, { value: "1" }, { value: "b" }] },
      { displayName: "x", members: [{ value: "1" }, { value: "b" }] },
      [{ op: "add", path: "members", value: [{ value: "a", display: "A" }] }],
    ],
    ["all members", { members: [{ value: "a" }] }, {}, [{ op: "add", path: "members", value: [{ value: "a" }] }]],
    ["nothing elsewhere", { displayName: "a" }, { displayName: "a" }, []],
    ["nothing of others", { members: [{ value: "b" }] }, { members: [{ value: "b" }] }, []],
    [
      "no manager, which a group has not",
      { [enterpriseUserSchemaUrn]: { manager: { value: "a" } } },
      { [enterpriseUserSchemaUrn]: { manager: { value: "a" } } },
      [],
    ],
    ["no members of others", { "urn:foo:members": ["a"] }, { "urn:foo:members": ["a"] }, []],
  ])("of a group: %s", (_, resource, rest, links) => {
    const schemas = [groupSchemaUrn];
    expect(deferReferences(types.group, { schemas, ...resource }, missing)).toEqual({
      data: { schemas, ...rest },
      links,
    });
  });

  test.each<[string, JsonObject, JsonObject, JsonObject[]]>([
    [
      "the manager",
      { userName: "x", [enterpriseUserSchemaUrn]: { manager: { value: "a" }, department: "d" } },
      { userName: "x", [enterpriseUserSchemaUrn]: { department: "d" } },
      [{ op: "add", path: manager, value: { value: "a" } }],
    ],
    [
      "the manager alone in its extension",
      { [enterpriseUserSchemaUrn]: { manager: { value: "a" } } },
      {},
      [{ op: "add", path: manager, value: { value: "a" } }],
    ],
    ["nothing elsewhere", { nickName: "a" }, { nickName: "a" }, []],
    ["no members, which a person has not", { members: [{ value: "a" }] }, { members: [{ value: "a" }] }, []],
    ["no manager of others", { "urn:foo": { manager: "a" } }, { "urn:foo": { manager: "a" } }, []],
  ])("of a person: %s", (_, resource, rest, links) => {
    const schemas = [userSchemaUrn];
    expect(deferReferences(types.user, { schemas, ...resource }, missing)).toEqual({
      data: { schemas, ...rest },
      links,
    });
  });
});
