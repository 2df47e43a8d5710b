import { describe, expect, it } from "vitest";
import { createResourceTypes } from "../schema/resource-types";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../urns";
import type { ComparisonOperator, Filter } from "./ast";
import { parseFilter } from "./parse";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });

function parse(text: string): Filter {
  return parseFilter(text, user);
}

function compare(attribute: string, operator: ComparisonOperator, value: string | number | boolean | null): Filter {
  return { kind: "compare", path: { attribute }, operator, value };
}

describe("parseFilter (RFC 7644 §3.4.2.2)", () => {
  const a = compare("title", "eq", "a");
  const b = compare("title", "eq", "b");
  const c = compare("title", "eq", "c");

  it.each<[string, string, Filter]>([
    ["F-00 attribute, operator, value", 'userName eq "x"', compare("userName", "eq", "x")],
    ["F-00 operators in any case", 'userName Eq "x"', compare("userName", "eq", "x")],
    ["F-00 names stay as written", 'USERNAME eq "x"', compare("USERNAME", "eq", "x")],
    ["F-00 pr", "userName PR", { kind: "present", path: { attribute: "userName" } }],
    [
      "F-00 AND, OR, NOT",
      'title eq "a" AND NOT (title eq "b") OR title eq "c"',
      { kind: "or", left: { kind: "and", left: a, right: { kind: "not", filter: b } }, right: c },
    ],
    ["F-00 more spaces than needed", ' title  eq\t"a" ', a],
    [
      "F-02 and binds closer than or",
      'title eq "a" or title eq "b" and title eq "c"',
      { kind: "or", left: a, right: { kind: "and", left: b, right: c } },
    ],
    [
      "F-02 parentheses bind closest",
      '(title eq "a" or title eq "b") and title eq "c"',
      { kind: "and", left: { kind: "or", left: a, right: b }, right: c },
    ],
    ["F-02 not without space", 'not(title eq "a")', { kind: "not", filter: a }],
    [
      "F-02 not binds closer than and",
      'not (title eq "a") and title eq "b"',
      { kind: "and", left: { kind: "not", filter: a }, right: b },
    ],
    ["an attribute may be called not", 'not eq "a"', compare("not", "eq", "a")],
    [
      "F-09 sub-attribute",
      'name.familyName co "O\'Malley"',
      {
        kind: "compare",
        path: { attribute: "name", subAttribute: "familyName" },
        operator: "co",
        value: "O'Malley",
      },
    ],
    [
      "$ref is a sub-attribute",
      "members.$ref pr",
      {
        kind: "present",
        path: { attribute: "members", subAttribute: "$ref" },
      },
    ],
    [
      "F-12 core URN",
      `${userSchemaUrn}:userName eq "x"`,
      {
        kind: "compare",
        path: { schema: userSchemaUrn, attribute: "userName" },
        operator: "eq",
        value: "x",
      },
    ],
    [
      "F-12 extension URN in another case; its dot does not split",
      `${enterpriseUserSchemaUrn.toUpperCase()}:manager.value eq "x"`,
      {
        kind: "compare",
        path: { schema: enterpriseUserSchemaUrn, attribute: "manager", subAttribute: "value" },
        operator: "eq",
        value: "x",
      },
    ],
    [
      "F-12 unknown URN",
      'urn:example:2.0:User:badge.color eq "x"',
      {
        kind: "compare",
        path: { schema: "urn:example:2.0:User", attribute: "badge", subAttribute: "color" },
        operator: "eq",
        value: "x",
      },
    ],
    [
      "F-11 value path",
      'emails[type eq "work" and not (value co "@x")]',
      {
        kind: "valuePath",
        path: { attribute: "emails" },
        filter: {
          kind: "and",
          left: compare("type", "eq", "work"),
          right: { kind: "not", filter: compare("value", "co", "@x") },
        },
      },
    ],
    [
      "F-11 sub-attribute behind the bracket",
      'emails[type eq "work"].value eq "x"',
      {
        kind: "valuePath",
        path: { attribute: "emails" },
        filter: { kind: "and", left: compare("type", "eq", "work"), right: compare("value", "eq", "x") },
      },
    ],
    [
      "F-11 $ref in a value path",
      "members[$ref pr]",
      { kind: "valuePath", path: { attribute: "members" }, filter: { kind: "present", path: { attribute: "$ref" } } },
    ],
    [
      "an attribute called not may have a value path",
      "not[a pr]",
      {
        kind: "valuePath",
        path: { attribute: "not" },
        filter: { kind: "present", path: { attribute: "a" } },
      },
    ],
    [
      "F-11 an or inside stays together",
      'emails[type eq "a" or type eq "b"].value pr',
      {
        kind: "valuePath",
        path: { attribute: "emails" },
        filter: {
          kind: "and",
          left: { kind: "or", left: compare("type", "eq", "a"), right: compare("type", "eq", "b") },
          right: { kind: "present", path: { attribute: "value" } },
        },
      },
    ],
    [
      "F-11 an operator behind the bracket means value",
      'emails[type eq "work"] sw "x"',
      {
        kind: "valuePath",
        path: { attribute: "emails" },
        filter: { kind: "and", left: compare("type", "eq", "work"), right: compare("value", "sw", "x") },
      },
    ],
    [
      "F-11 pr behind the bracket",
      'emails[type eq "work"] pr',
      {
        kind: "valuePath",
        path: { attribute: "emails" },
        filter: compare("type", "eq", "work"),
      },
    ],
    [
      "a value path among others",
      'emails[type eq "a"] and title eq "a"',
      {
        kind: "and",
        left: { kind: "valuePath", path: { attribute: "emails" }, filter: compare("type", "eq", "a") },
        right: a,
      },
    ],
  ])("%s", (_name, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each<[string, string | number | boolean | null]>([
    ['"a\\"b\\\\c\\/\\b\\f\\n\\r\\t"', 'a"b\\c/\b\f\n\r\t'],
    ['"\\u00e9\\ud83d\\ude00é😀"', "é😀é😀"],
    ['"a) and (b] or \'"', "a) and (b] or '"],
    ['""', ""],
    ["true", true],
    ["False", false],
    ["null", null],
    ["7", 7],
    ["-12", -12],
    ["-0", 0],
    ["1.50", 1.5],
    ["2e3", 2000],
    ["-1.5E-2", -0.015],
  ])("F-04 reads the value %s", (literal, value) => {
    expect(parse(`title eq ${literal}`)).toEqual(compare("title", "eq", value));
  });

  it("F-12 takes a URN that the resource type does not have for an unknown one", () => {
    expect(parseFilter(`${userSchemaUrn}:userName pr`, group)).toEqual({
      kind: "present",
      path: { schema: userSchemaUrn, attribute: "userName" },
    });
  });
});
