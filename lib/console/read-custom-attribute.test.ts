import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import { parseAttributePath, resolveAttributePath } from "@/lib/scim/attribute-path";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { checkFilter } from "@/lib/scim/filter/check";
import { parseFilter } from "@/lib/scim/filter/parse";
import { parseProjection, projectAttributes } from "@/lib/scim/project-attributes";
import { enterpriseUserSchemaUrn, groupSchemaUrn, listResponseUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { CustomAttributeInput } from "./custom-attribute-fields";
import { readCustomAttribute } from "./read-custom-attribute";
import { createAttributeInput } from "./testing/custom-attribute-input";

const urn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";

function define(
  name: string,
  differences: Partial<CustomAttributeInput> = {},
  existing: readonly CustomAttribute[] = [],
  schema = urn,
) {
  return readCustomAttribute(createAttributeInput(schema, name, differences), existing, "Acme");
}

function defined(name: string, schema = urn): CustomAttribute {
  const result = define(name, {}, [], schema);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

test("a definition has all its characteristics", () => {
  expect(define(" tag ", { type: "STRING", resourceType: "user" })).toEqual({
    ok: true,
    value: {
      resourceType: "User",
      schema: urn,
      name: "tag",
      type: "string",
      multiValued: false,
      caseExact: false,
      canonicalValues: [],
      description: "The attribute tag of Acme.",
    },
  });
});

describe("URNs", () => {
  test.each([
    urn,
    "urn:acme:badge",
    "URN:example:Badge_1.0~x",
    "urn:x-acme:a:b:c",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Userlike",
    "urn:ietf:params:scim:schemas:extension:enterpriseplus:2.0:User",
  ])("RFC 8141 %s", (schema) => {
    expect(define("tag", {}, [], schema)).toMatchObject({ ok: true, value: { schema } });
  });

  test.each<[string, string]>([
    ["", "cannot be the URN"],
    ["badge", "cannot be the URN"],
    ["https://acme.example/badge", "cannot be the URN"],
    ["urn:acme", "cannot be the URN"],
    ["urn:acme:", "cannot be the URN"],
    ["urn:acme::badge", "cannot be the URN"],
    ["urn:acme:badge:", "cannot be the URN"],
    ["urn:a:badge", "cannot be the URN"],
    ["urn:acme:bad ge", "cannot be the URN"],
    ["urn:acme:bädge", "cannot be the URN"],
    ["urn:acme:a,b", "cannot be the URN"],
    ["urn:acme:a/b", "cannot be the URN"],
    ["urn:acme:a(b)", "cannot be the URN"],
    [`urn:acme:${"x".repeat(200)}`, "at most 200"],
    [enterpriseUserSchemaUrn.toUpperCase(), "RFC 7643's own"],
    [`${enterpriseUserSchemaUrn}:tag`, "reserved"],
    ["urn:ietf:params:scim:schemas:extension:enterprise:2.0", "reserved"],
    ["urn:ietf:params:scim:schemas:extension", "reserved"],
    [userSchemaUrn, "reserved"],
    [groupSchemaUrn.toLowerCase(), "reserved"],
    [`${userSchemaUrn}:tag`, "reserved"],
    ["urn:ietf:params:scim:schemas:core:2.0", "reserved"],
    [patchOpUrn, "reserved"],
    [listResponseUrn, "reserved"],
    ["urn:ietf:params:scim:api:messages:2.0:Anything", "reserved"],
  ])("%j is refused", (schema, message) => {
    expect(define("tag", {}, [], schema)).toMatchObject({
      ok: false,
      field: "schema",
      message: expect.stringContaining(message),
    });
  });

  test("one that is the beginning of another is refused, either way round", () => {
    const existing = [defined("x", "urn:acme:badge")];
    for (const schema of ["urn:acme:badge:more", "URN:ACME:BADGE:more"]) {
      expect(define("tag", {}, existing, schema)).toMatchObject({ ok: false, field: "schema" });
    }
    expect(define("tag", {}, [defined("x", "urn:acme:badge:more")], "urn:acme:badge")).toMatchObject({ ok: false });
    expect(define("tag", {}, existing, "urn:acme:badges")).toMatchObject({ ok: true });
  });

  test("an extension keeps its casing and its resource type", () => {
    expect(define("tag", {}, [defined("x")], urn.toUpperCase())).toMatchObject({ ok: true, value: { schema: urn } });
    expect(define("tag", { resourceType: "Group" }, [defined("x")])).toMatchObject({
      ok: false,
      message: expect.stringContaining("extends User already"),
    });
  });
});

describe("names", () => {
  test.each(["a", "costCode", "x-1_y", "constructor", "userName", "value"])("RFC 7643 §2.1 %s", (name) => {
    expect(define(name)).toMatchObject({ ok: true, value: { name } });
  });

  test.each(["", "1a", "_a", "-a", "a b", "a.b", "a:b", "a$", "$ref", "größe", "__proto__", "x".repeat(65)])(
    "RFC 7643 §2.1 %j is refused",
    (name) => {
      expect(define(name)).toMatchObject({ ok: false, field: "name" });
    },
  );

  test.each(["schemas", "ID", "meta", "externalId", "Password"])("RFC 7643 §3.1 %s is taken", (name) => {
    expect(define(name)).toMatchObject({ ok: false, field: "name", message: expect.stringMatching(/own.*such as/) });
  });

  test("one that is defined already is refused, in any case", () => {
    expect(define("TAG", {}, [defined("tag")])).toMatchObject({
      ok: false,
      message: expect.stringContaining(`${urn}:tag`),
    });
    expect(define("tag", {}, [defined("tag", "urn:acme:other")])).toMatchObject({ ok: true });
  });
});

test("resource types and types are those there are", () => {
  expect(define("tag", { resourceType: "Role" })).toMatchObject({ ok: false, field: "resourceType" });
  expect(define("tag", { type: "complex" })).toMatchObject({ ok: false, message: expect.stringContaining("decimal") });
  expect(define("tag", { resourceType: "GROUP", type: "datetime" })).toMatchObject({
    value: { resourceType: "Group", type: "dateTime" },
  });
});

test.each([
  ["string", false, false],
  ["string", true, true],
  ["binary", false, true],
  ["reference", false, true],
  ["integer", false, false],
  ["integer", true, undefined],
  ["boolean", true, undefined],
])("RFC 7643 §2.3 %s, caseExact %s", (type, caseExact, expected) => {
  const result = define("tag", { type, caseExact });
  expect(result.ok ? result.value.caseExact : undefined).toBe(expected);
});

describe("canonical values", () => {
  test.each([
    ["string", ["red", "Grün"]],
    ["integer", ["1", "-2"]],
    ["decimal", ["0.5", "2"]],
    ["dateTime", ["2026-01-01T00:00:00Z"]],
    ["binary", ["AAEC"]],
    ["reference", ["https://acme.example"]],
  ])("of the type %s", (type, canonicalValues) => {
    expect(define("tag", { type, canonicalValues })).toMatchObject({ ok: true, value: { canonicalValues } });
  });

  test.each<[string, readonly string[], string]>([
    ["boolean", ["true"], "true or false"],
    ["integer", ["1.5"], "not of the attribute's type"],
    ["integer", ["one"], "not of the attribute's type"],
    ["decimal", ["1e3"], "not of the attribute's type"],
    ["dateTime", ["2026"], "not of the attribute's type"],
    ["binary", ["?"], "not of the attribute's type"],
    ["string", [" "], "blank"],
    ["string", ["a\nb"], "line breaks"],
    ["string", ["red", "RED"], "twice"],
    ["string", ["x".repeat(201)], "at most 200"],
    ["string", Array.from({ length: 101 }, (_, index) => `v${index}`), "at most 100"],
  ])("%s %j are refused", (type, canonicalValues, message) => {
    expect(define("tag", { type, canonicalValues })).toMatchObject({
      ok: false,
      field: "canonicalValues",
      message: expect.stringContaining(message),
    });
  });

  test("differ in case where case matters", () => {
    expect(define("tag", { caseExact: true, canonicalValues: ["red", "RED"] })).toMatchObject({ ok: true });
  });
});

test("a description is one line", () => {
  expect(define("tag", { description: " Color of the badge " })).toMatchObject({
    value: { description: "Color of the badge" },
  });
  expect(define("tag", { description: "a\u001b[31m" })).toMatchObject({ ok: false, field: "description" });
  expect(define("tag", { description: "x".repeat(501) })).toMatchObject({ ok: false, field: "description" });
});

test("an organization has at most 100", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => defined(`a${index}`));
  expect(define("tag", {}, hundred.slice(1))).toMatchObject({ ok: true });
  expect(define("tag", {}, hundred)).toMatchObject({ ok: false, message: expect.stringContaining("100 is the most") });
});

test("what may be defined can be named: in a path, a filter, a body and a list of attributes", () => {
  const segment = fc.stringMatching(/^[-A-Za-z0-9._~+=@;!*$]{1,8}$/);
  const anyUrn = fc
    .tuple(
      fc.constantFrom("urn", "URN"),
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,4}[a-z0-9]$/),
      fc.array(segment, { minLength: 1, maxLength: 4 }),
    )
    .map(([scheme, namespace, rest]) => [scheme, namespace, ...rest].join(":"));
  const anyName = fc.stringMatching(/^[A-Za-z][-_A-Za-z0-9]{0,8}$/);
  fc.assert(
    fc.property(anyUrn, anyName, fc.constantFrom("asIs", "upper"), (schema, name, casing) => {
      const attribute = defined(name, schema);
      const { user } = createStoredResourceTypes([attribute]);
      const text = casing === "upper" ? `${schema}:${name}`.toUpperCase() : `${schema}:${name}`;
      const target = {
        extension: schema,
        attribute: expect.objectContaining({ name, description: attribute.description }),
      };
      expect(resolveAttributePath(parseAttributePath(text, user), user)).toEqual({ kind: "attribute", ...target });
      expect(checkFilter(parseFilter(`not (${text} eq "x")`, user), user)).toMatchObject({ filter: { target } });
      const resource = { id: "1", [schema]: { [name]: "x" } };
      expect(canonicaliseNames(user, { id: "1", [text]: "x" })).toEqual(resource);
      expect(projectAttributes(user, resource, parseProjection(user, [`${text},id`]))).toEqual(resource);
    }),
    { numRuns: 300 },
  );
});
