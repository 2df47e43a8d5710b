import { describe, expect, it } from "vitest";
import { compareResources } from "./compare-resources";
import type { JsonObject } from "./json";
import { createResourceTypes } from "./schema/resource-types";
import { parseSort, parseSortAcross } from "./sort";
import { catchScimError } from "./testing/catch-scim-error";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "./urns";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true });

/** The ids of resources in the order of a list. */
function sortIds(sortBy: string, sortOrder: string | undefined, resources: readonly JsonObject[]): string {
  const sort = parseSort(open.user, sortBy, sortOrder);
  const ids = [...resources].sort((a, b) => compareResources(sort, a, b)).map(({ id }) => id);
  return ids.join(" ");
}

describe("parseSort", () => {
  it("S-04 sortOrder alone orders nothing, whatever it says", () => {
    expect(parseSort(user, undefined, "sideways")).toBeUndefined();
  });

  it.each([
    [undefined, false],
    ["ascending", false],
    ["DESCENDING", true],
  ])("S-01 sortOrder %s", (sortOrder, descending) => {
    expect(parseSort(user, "userName", sortOrder)?.descending).toBe(descending);
  });

  it.each<[string, string | undefined, string | undefined, string, string]>([
    ["userName", undefined, undefined, "userName", "text"],
    ["USERNAME", undefined, undefined, "userName", "text"],
    ["name.familyName", "familyName", undefined, "name", "text"],
    ["meta.created", "created", undefined, "meta", "number"],
    ["active", undefined, undefined, "active", "boolean"],
    ["emails", "value", undefined, "emails", "text"],
    ["emails.type", "type", undefined, "emails", "text"],
    ["emails.primary", "primary", undefined, "emails", "boolean"],
    ["schemas", undefined, undefined, "schemas", "text"],
    ["department", undefined, enterpriseUserSchemaUrn, "department", "text"],
    [`${enterpriseUserSchemaUrn}:manager.displayName`, "displayName", enterpriseUserSchemaUrn, "manager", "text"],
    [`${userSchemaUrn.toUpperCase()}:name.givenName`, "givenName", undefined, "name", "text"],
  ])("S-01 sortBy %s", (sortBy, subAttribute, extension, attribute, kind) => {
    const key = parseSort(user, sortBy, undefined)?.key;
    expect(key?.kind).toBe(kind);
    expect(key?.target.attribute.name).toBe(attribute);
    expect(key?.target.subAttribute?.name).toBe(subAttribute);
    expect(key?.target.extension).toBe(extension);
  });

  it.each<[string, string, RegExp]>([
    ["S-03 unknown", "shoeSize", /no such attribute/],
    ["S-03 misspelt", "userNam", /did you mean userName\?$/],
    ["S-03 an unknown sub-attribute", "name.shoeSize", /no such attribute/],
    ["S-03 an unknown URN", "urn:example:2.0:User:size", /no such attribute/],
    ["S-03 empty", "", /not an attribute name/],
    ["S-03 no path", "name familyName", /not an attribute name/],
    ["S-03 a value path", 'emails[type eq "work"].value', /not an attribute name/],
    ["S-03 a schema", enterpriseUserSchemaUrn, /it is a schema/],
    ["a complex attribute", "name", /name\.formatted/],
    ["a complex attribute with a value", `${enterpriseUserSchemaUrn}:manager`, /sub-attributes/],
    ["a list without values", "addresses", /sub-attributes/],
    ["what is never returned", "password", /never returned/],
  ])("%s is invalidValue: %s", (_, sortBy, detail) => {
    const error = catchScimError(() => parseSort(user, sortBy, undefined));
    expect(error.kind).toBe("invalidValue");
    expect(error.message).toMatch(detail);
  });

  it("S-03 a strict client is told the URN of an extension's attribute", () => {
    const strict = createResourceTypes({ role: false, keepsUnknown: false, strict: true }).user;
    expect(catchScimError(() => parseSort(strict, "department", undefined)).message).toContain(
      `did you mean ${enterpriseUserSchemaUrn}:department?`,
    );
  });

  it.each(["sideways", "", "desc"])("S-04 sortOrder %j is invalidValue", (sortOrder) => {
    expect(catchScimError(() => parseSort(user, "userName", sortOrder)).kind).toBe("invalidValue");
  });

  it("an open resource type sorts by what no schema defines, but not by a typing error", () => {
    expect(parseSort(open.user, "shoeSize", undefined)?.key.kind).toBe("text");
    expect(catchScimError(() => parseSort(open.user, "dispalyName", undefined)).message).toMatch(/displayName\?$/);
  });
});

describe("parseSortAcross", () => {
  const across = (sortBy: string) => parseSortAcross([user, group], sortBy, undefined);

  it.each<[string, boolean, boolean]>([
    ["userName", true, false],
    ["members.display", false, true],
    ["displayName", true, true],
    ["meta.created", true, true],
    [`${groupSchemaUrn}:displayName`, false, true],
    ["name.familyName", true, false],
  ])("Q-03 %s", (sortBy, ofUser, ofGroup) => {
    expect(across(sortBy)?.keys.map((key) => key !== undefined)).toEqual([ofUser, ofGroup]);
  });

  it("Q-03 what an open resource type lacks has no value there", () => {
    expect(parseSortAcross([open.user, open.group], "active", undefined)?.keys[1]).toBeUndefined();
    expect(parseSortAcross([open.user, open.group], "shoeSize", undefined)?.keys).not.toContain(undefined);
  });

  it("S-03 what no resource type has is invalidValue", () => {
    expect(catchScimError(() => across("shoeSize")).message).toMatch(/User and Group has/);
    expect(catchScimError(() => across("name")).kind).toBe("invalidValue");
  });

  it("what the resource types have with different types is invalidValue", () => {
    const [attribute] = user.schema.attributes;
    if (attribute === undefined) throw new Error("The schema is empty.");
    const weigh = (type: "string" | "decimal") => {
      const schema = {
        id: `urn:${type}`,
        name: "",
        description: "",
        attributes: [{ ...attribute, name: "weight", type }],
      };
      return { extensions: [{ schema, required: false }] };
    };
    const types = [
      { ...user, ...weigh("decimal") },
      { ...group, ...weigh("string") },
    ];
    expect(catchScimError(() => parseSortAcross(types, "weight", undefined)).message).toMatch(/different types/);
  });
});

describe("compareResources", () => {
  it.each<[string, string, string | undefined, JsonObject[], string]>([
    [
      "S-01 ascending unless told",
      "title",
      undefined,
      [
        { id: "1", title: "b" },
        { id: "2", title: "a" },
      ],
      "2 1",
    ],
    [
      "S-01 descending",
      "title",
      "descending",
      [
        { id: "1", title: "a" },
        { id: "2", title: "b" },
      ],
      "2 1",
    ],
    [
      "S-01 without regard to case",
      "title",
      undefined,
      [
        { id: "1", title: "B" },
        { id: "2", title: "a" },
      ],
      "2 1",
    ],
    [
      "S-01 caseExact with regard to case",
      "externalId",
      undefined,
      [
        { id: "1", externalId: "a" },
        { id: "2", externalId: "B" },
      ],
      "2 1",
    ],
    [
      "S-01 by the primary value, else by the first",
      "emails",
      undefined,
      [
        { id: "1", emails: [{ value: "a" }, { value: "z", primary: true }] },
        { id: "2", emails: [{ value: "b", primary: false }, { value: "a" }] },
      ],
      "2 1",
    ],
    [
      "S-02 missing last ascending",
      "title",
      "ascending",
      [{ id: "1" }, { id: "2", title: "a" }, { id: "3", title: 1 }],
      "2 1 3",
    ],
    [
      "S-02 missing first descending",
      "title",
      "descending",
      [{ id: "1", title: "a" }, { id: "3" }, { id: "2" }],
      "2 3 1",
    ],
    [
      "S-02 equals by id, also descending",
      "title",
      "descending",
      [
        { id: "2", title: "A" },
        { id: "1", title: "a" },
      ],
      "1 2",
    ],
    [
      "false before true",
      "active",
      undefined,
      [
        { id: "1", active: true },
        { id: "2", active: false },
      ],
      "2 1",
    ],
    [
      "dateTimes as instants",
      "meta.created",
      undefined,
      [
        { id: "1", meta: { created: "2026-01-01T00:30:00Z" } },
        { id: "2", meta: { created: "2026-01-01T01:00:00+01:00" } },
      ],
      "2 1",
    ],
    [
      "by code points, not by UTF-16 units",
      "title",
      undefined,
      [
        { id: "1", title: "😀" },
        { id: "2", title: "\uFFFD" },
      ],
      "2 1",
    ],
    [
      "only the first 500 characters count",
      "title",
      undefined,
      [
        { id: "1", title: `${"😀".repeat(500)}b` },
        { id: "2", title: `${"😀".repeat(500)}a` },
        { id: "3", title: `${"😀".repeat(499)}a` },
      ],
      "3 1 2",
    ],
    [
      "of a userName every character counts",
      "userName",
      undefined,
      [
        { id: "1", userName: `${"a".repeat(500)}b` },
        { id: "2", userName: `${"a".repeat(500)}a` },
      ],
      "2 1",
    ],
    [
      "in an extension",
      "department",
      undefined,
      [{ id: "1" }, { id: "2", [enterpriseUserSchemaUrn]: { department: "x" } }],
      "2 1",
    ],
    ["names of objects' own", "constructor", undefined, [{ id: "2", constructor: "a" }, { id: "1" }], "2 1"],
  ])("%s", (_, sortBy, sortOrder, resources, expected) => {
    expect(sortIds(sortBy, sortOrder, resources)).toBe(expected);
  });
});
