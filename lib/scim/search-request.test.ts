import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "./json";
import { parseSearchRequest } from "./search-request";
import { catchScimError } from "./testing/catch-scim-error";
import { searchRequestUrn } from "./urns";

const search = (members: JsonObject) => parseSearchRequest({ schemas: [searchRequestUrn], ...members });
const nothing = { filters: [], attributes: [], excludedAttributes: [] };

describe("parseSearchRequest", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["Q-01 nothing asked", {}, nothing],
    [
      "Q-01 everything asked",
      {
        filter: "active eq true",
        attributes: ["userName", "name.givenName"],
        excludedAttributes: ["groups"],
        sortBy: "userName",
        sortOrder: "descending",
        startIndex: 11,
        count: 5,
        cursor: "abc",
      },
      {
        filters: ["active eq true"],
        attributes: ["userName", "name.givenName"],
        excludedAttributes: ["groups"],
        sortBy: "userName",
        sortOrder: "descending",
        startIndex: "11",
        count: "5",
        cursor: "abc",
      },
    ],
    ["K-06 an empty cursor", { cursor: "", count: 10 }, { ...nothing, cursor: "", count: "10" }],
    ["Q-02 unknown members", { domain: "x", "urn:x": [1] }, nothing],
    ["Q-02 null is absent", { filter: null, attributes: null, count: null, cursor: null }, nothing],
    ["Q-02 a list as text", { attributes: "id, userName" }, { ...nothing, attributes: ["id, userName"] }],
    ["numbers as text", { startIndex: "11", count: "5" }, { ...nothing, startIndex: "11", count: "5" }],
    ["numbers that are refused later", { count: 1.5 }, { ...nothing, count: "1.5" }],
    ["numbers beyond all", { startIndex: 1e21 }, { ...nothing, startIndex: "1000000000000000000000" }],
    [
      "names in any case",
      { SORTBY: "id", sortorder: "x", StartIndex: 1 },
      { ...nothing, sortBy: "id", sortOrder: "x", startIndex: "1" },
    ],
  ])("%s", (_, members, expected) => {
    expect(search(members)).toEqual(expected);
  });

  it("Q-02 the URN may be written in any case and beside others", () => {
    expect(parseSearchRequest({ Schemas: ["urn:x", searchRequestUrn.toUpperCase()] })).toEqual(nothing);
  });

  it.each<[string, JsonValue]>([
    ["Q-02 no schemas", { filter: "active eq true" }],
    ["Q-02 other schemas", { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }],
    ["Q-02 no array", { schemas: searchRequestUrn }],
    ["Q-02 an empty array", { schemas: [] }],
    ["an array", [searchRequestUrn]],
    ["a filter that is no text", { schemas: [searchRequestUrn], filter: 1 }],
    ["a sortBy that is no text", { schemas: [searchRequestUrn], sortBy: ["id"] }],
    ["a cursor that is no text", { schemas: [searchRequestUrn], cursor: 0 }],
    ["a count that is no number", { schemas: [searchRequestUrn], count: true }],
    ["attributes that are no texts", { schemas: [searchRequestUrn], attributes: [1] }],
    ["a member twice", { schemas: [searchRequestUrn], count: 1, Count: 2 }],
  ])("%s is invalidSyntax", (_, body) => {
    expect(catchScimError(() => parseSearchRequest(body)).kind).toBe("invalidSyntax");
  });
});
