import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attribute } from "@/lib/scim/attribute";
import type { JsonObject } from "@/lib/scim/json";
import { defineAttribute } from "@/lib/scim/schema/define-attribute";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { PropertyMapping } from "../target";
import { canonicalText } from "./canonical-text";
import { createDesiredPayload, type DesiredPayload } from "./run-mappings";
import { createSampleSource, createSourceOf } from "./testing/sample-source";

const ownUrn = "urn:example:2.0:User";

function createMappings(resourceType: "User" | "Group", expressions: Readonly<Record<string, string>>) {
  return Object.entries(expressions).map(
    ([name, expression]): PropertyMapping => ({ id: name, resourceType, name, expression }),
  );
}

function run(
  expressions: Readonly<Record<string, string>> | string,
  capabilities?: { schemas?: Record<string, Attribute[]>; unsupported?: { path: string; reason: string }[] },
): DesiredPayload {
  const named = typeof expressions === "string" ? { one: expressions } : expressions;
  return createDesiredPayload({
    resourceType: "User",
    mappings: createMappings("User", named),
    source: createSampleSource(),
    ...(capabilities === undefined ? {} : { capabilities: { schemas: {}, unsupported: [], ...capabilities } }),
  });
}

function getPayload(result: DesiredPayload): JsonObject {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.payload;
}

function getProblem(result: DesiredPayload) {
  if (result.ok) throw new Error(JSON.stringify(result.payload));
  return result.problem;
}

const withName = (members: string) => `{"userName": user.userName, ${members}}`;

describe("what mappings yield together", () => {
  test("they run in the order of their names, and are merged", () => {
    const payload = getPayload(
      run({
        "20": '{"title": "b", "name": {"familyName": "F"}, "emails": [{"value": "b@x"}, {"value": "a@x"}]}',
        "10": withName('"title": "a", "name": {"givenName": "G"}, "emails": [{"value": "a@x"}]'),
        "30": "user.active ? null : {}",
      }),
    );
    expect(payload).toEqual({
      schemas: [userSchemaUrn],
      userName: "ada@example.com",
      title: "b",
      name: { givenName: "G", familyName: "F" },
      emails: [{ value: "a@x" }, { value: "b@x" }],
    });
  });

  test("the order is that of code points", () => {
    const names = ["\u{1F600}", "\uFF5E", "a", "B"];
    const own = Object.fromEntries(names.map((name) => [name, withName(`"title": "${name}"`)]));
    expect(getPayload(run(own)).title).toBe("\u{1F600}");
  });

  test("nothing but the names decides the order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(["1", "2", "3", "4", "5"], { minLength: 5 }), (names) => {
        const own = Object.fromEntries(names.map((name) => [name, withName(`"title": "${name}", "nickName": "n"`)]));
        return getPayload(run(own)).title === "5";
      }),
    );
  });

  test("names are taken in the casing and at the places of the schemas", () => {
    const payload = getPayload(
      run({
        a: '{"USERNAME": "x", "Name": {"GIVENNAME": "G"}}',
        b: `{"${userSchemaUrn}": {"title": "T"}, "${enterpriseUserSchemaUrn}:department": "D"}`,
        c: '{"username": "y", "name": {"familyname": "F"}}',
      }),
    );
    expect(payload).toEqual({
      schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
      userName: "y",
      name: { givenName: "G", familyName: "F" },
      title: "T",
      [enterpriseUserSchemaUrn]: { department: "D" },
    });
  });

  test("what is null or empty is left out, and its schema with it", () => {
    const payload = getPayload(
      run(
        withName(
          `"title": null, "emails": [], "name": {"givenName": null}, "phoneNumbers": [null, {}], "${ownUrn}": {}, "${enterpriseUserSchemaUrn}": {"department": null}`,
        ),
      ),
    );
    expect(payload).toEqual({ schemas: [userSchemaUrn], userName: "ada@example.com" });
  });

  test("schemas begins with the core schema, then come the extensions that are there, then those that are given", () => {
    const payload = getPayload(
      run(
        withName(
          `"schemas": ["urn:x:given", "${userSchemaUrn.toUpperCase()}"], "${ownUrn}": {"a": 1}, "${enterpriseUserSchemaUrn}": {"department": "D"}`,
        ),
      ),
    );
    expect(payload.schemas).toEqual([userSchemaUrn, enterpriseUserSchemaUrn, ownUrn, "urn:x:given"]);
    expect(payload[ownUrn]).toEqual({ a: 1 });
  });

  test("numbers are JSON's", () => {
    expect(getPayload(run(withName(`"${ownUrn}": {"int": 1 + 1, "double": 1.5}`)))[ownUrn]).toEqual({
      int: 2,
      double: 1.5,
    });
  });

  test("groups", () => {
    const result = createDesiredPayload({
      resourceType: "Group",
      mappings: [
        ...createMappings("Group", { a: '{"displayName": group.displayName, "externalId": group.id}' }),
        ...createMappings("User", { b: "this is none of its business" }),
      ],
      source: createSourceOf({ id: "g1", displayName: "Finance" }),
    });
    expect(getPayload(result)).toEqual({ schemas: [groupSchemaUrn], displayName: "Finance", externalId: "g1" });
  });

  test("a role is passed on to those that take one", () => {
    expect(getPayload(run(withName('"role": user.role'))).role).toBe("member");
  });
});

describe("what is refused", () => {
  test.each<[string, string, { mapping?: string; path?: string; detail: string }]>([
    ["an expression that cannot be read", '{"a"', { mapping: "one", detail: "Line 1, column 5" }],
    ["one that fails", '{"a": 1 + "x"}', { mapping: "one", detail: "Line 1, column 7" }],
    ["no userName", '{"title": "x"}', { path: "userName", detail: "every person needs" }],
    ["a blank one", '{"userName": " "}', { mapping: "one", path: "userName", detail: "every person needs" }],
    [
      "a value of another type",
      withName('"active": "yes"'),
      { mapping: "one", path: "active", detail: "true or false" },
    ],
    ["a userName of another type", '{"userName": 1}', { mapping: "one", path: "userName", detail: "a text" }],
    ["no list", withName('"emails": {"value": "x"}'), { mapping: "one", path: "emails", detail: "must be an array" }],
    [
      "two primaries",
      withName('"emails": [{"value": "a", "primary": true}, {"value": "b", "primary": true}]'),
      { mapping: "one", path: "emails", detail: "2 values with primary" },
    ],
    ["an unknown attribute", withName('"titel": "x"'), { mapping: "one", path: "titel", detail: "No schema" }],
    [
      "an unknown sub-attribute",
      withName('"name": {"given": "x"}'),
      { mapping: "one", path: "name", detail: "name.given" },
    ],
    [
      "one of the extension",
      withName(`"${enterpriseUserSchemaUrn}": {"x": 1}`),
      { mapping: "one", path: enterpriseUserSchemaUrn, detail: "No schema" },
    ],
    ["an attribute twice", '{"userName": "a", "username": "b"}', { mapping: "one", detail: "username" }],
    [
      "an extension that is no map",
      withName(`"${ownUrn}": 1`),
      { mapping: "one", path: ownUrn, detail: "must be a map" },
    ],
    ["schemas that are none", withName('"schemas": "x"'), { mapping: "one", path: "schemas", detail: "list of URNs" }],
    [
      "a password",
      'cel.bind(p, "password", {"userName": "x", p: "y"})',
      { mapping: "one", path: "password", detail: "syncPassword" },
    ],
    [
      "an id, in any case",
      'cel.bind(p, "ID", {"userName": "x", p: "y"})',
      { mapping: "one", path: "id", detail: "externalId" },
    ],
    [
      "groups",
      'cel.bind(p, "groups", {"userName": "x", p: []})',
      { mapping: "one", path: "groups", detail: "members of groups" },
    ],
    ["half a character", '{"userName": "x", "title": user["half"]}', { mapping: "one", detail: "surrogate" }],
    [
      "__proto__",
      '{"userName": "x", "__proto__": {"a": 1}}',
      { mapping: "one", path: "__proto__", detail: "No schema" },
    ],
  ])("%s", (_name, expression, expected) => {
    const result = createDesiredPayload({
      resourceType: "User",
      mappings: createMappings("User", { one: expression }),
      source: createSampleSource({ half: "\ud83d" }),
    });
    const { detail, ...rest } = getProblem(result);
    const { detail: expectedDetail, ...expectedRest } = expected;
    expect(rest).toEqual(expectedRest);
    expect(detail).toContain(expectedDetail);
  });

  test("the mapping that is named is the one that set the attribute last", () => {
    expect(
      getProblem(run({ a: withName('"active": true'), b: '{"active": "yes"}', c: '{"title": "x"}' })),
    ).toMatchObject({ mapping: "b", path: "active" });
  });

  test("no mappings", () => {
    expect(getProblem(run({})).detail).toContain("no mapping for people");
  });

  test("members of a group", () => {
    const result = createDesiredPayload({
      resourceType: "Group",
      mappings: createMappings("Group", { a: 'cel.bind(m, "members", {"displayName": "x", m: []})' }),
      source: createSourceOf({ id: "g1", displayName: "Finance" }),
    });
    expect(getProblem(result)).toMatchObject({ path: "members" });
  });

  test("a group without a name", () => {
    const result = createDesiredPayload({
      resourceType: "Group",
      mappings: createMappings("Group", { a: '{"externalId": group.id}' }),
      source: createSourceOf({ id: "g1" }),
    });
    expect(getProblem(result)).toMatchObject({ path: "displayName" });
  });
});

describe("the target's own schemas", () => {
  const schemas = {
    [ownUrn]: [defineAttribute("cost", "", { type: "integer" })],
    [userSchemaUrn]: [defineAttribute("badge", ""), defineAttribute("TITLE", "", { type: "boolean" })],
  };

  test("are known", () => {
    const payload = getPayload(run(withName(`"badge": "B", "title": "T", "${ownUrn}": {"COST": 3}`), { schemas }));
    expect(payload).toMatchObject({ badge: "B", title: "T", [ownUrn]: { cost: 3 } });
  });

  test("and held against", () => {
    expect(getProblem(run(withName(`"${ownUrn}": {"cost": "3"}`), { schemas }))).toMatchObject({ path: ownUrn });
    expect(getProblem(run(withName(`"${ownUrn}": {"other": "3"}`), { schemas }))).toMatchObject({ path: ownUrn });
  });
});

describe("what the target does not take", () => {
  test("is left out, and told", () => {
    const expression = withName(
      `"title": "T", "name": {"givenName": "G"}, "emails": [{"value": "a", "display": "A"}], "${enterpriseUserSchemaUrn}": {"department": "D"}`,
    );
    const paths = ["title", "photos", "name.givenName", "emails.display", `${enterpriseUserSchemaUrn}:department`];
    const unsupported = paths.map((path) => ({ path, reason: "" }));
    const result = run(expression, { unsupported });
    expect(result).toEqual({
      ok: true,
      payload: { schemas: [userSchemaUrn], userName: "ada@example.com", emails: [{ value: "a" }] },
      leftOut: paths.filter((path) => path !== "photos"),
    });
  });
});

test("userName and schemas stay, whatever the target says of them", () => {
  const unsupported = ["USERNAME", `${userSchemaUrn}:userName`, "schemas", "title"].map((path) => ({
    path,
    reason: "",
  }));
  const result = run(withName('"title": "T"'), { unsupported });
  expect(result).toEqual({
    ok: true,
    payload: { schemas: [userSchemaUrn], userName: "ada@example.com" },
    leftOut: ["title"],
  });
});

test("the same resource gives the same text", () => {
  const mappings = createMappings("User", { a: withName('"emails": user.emails.map(e, pick(e, ["value"]))') });
  const texts = [1, 2].map(() =>
    canonicalText(getPayload(createDesiredPayload({ resourceType: "User", mappings, source: createSampleSource() }))),
  );
  expect(texts[0]).toBe(texts[1]);
});
