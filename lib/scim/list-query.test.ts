import { describe, expect, it } from "vitest";
import { matchesFilter } from "./filter/evaluate";
import { readListParameters } from "./list-parameters";
import { parseListQuery } from "./list-query";
import { createListResponse } from "./list-response";
import { createResourceTypes } from "./schema/resource-types";
import { catchScimError } from "./testing/catch-scim-error";
import { listResponseUrn } from "./urns";

const { user } = createResourceTypes({ role: true, keepsUnknown: false });
const { user: openUser } = createResourceTypes({ role: true, keepsUnknown: true });
const parse = (query: string, resourceType = user) =>
  parseListQuery(resourceType, readListParameters(new URLSearchParams(query)));

describe("parseListQuery", () => {
  it.each<[string, string, number, number]>([
    ["G-01, G-02 nothing said", "", 1, 100],
    ["G-01 startIndex", "startIndex=11&count=5", 11, 5],
    ["G-01 startIndex 0 is 1", "startIndex=0", 1, 100],
    ["G-01 a negative startIndex is 1", "startIndex=-7", 1, 100],
    ["G-01 a startIndex beyond every page", "startIndex=99999999999999999999", 2_147_483_647, 100],
    ["G-02 count 0", "count=0", 1, 0],
    ["G-02 a negative count is 0", "count=-1", 1, 0],
    ["G-02 a count beyond the limit", "count=100000", 1, 1_000],
    [
      "unknown parameters, Entra's among them",
      "aadOptscim062020&aadOptscim062020=1&SORTBY=title&previousCursor=x",
      1,
      100,
    ],
  ])("%s", (_, query, startIndex, count) => {
    expect(parse(query)).toEqual({ page: { kind: "index", startIndex, count }, projection: { kind: "default" } });
  });

  it.each(["startIndex=abc", "startIndex=1.5", "count=abc", "count=1e3", "count=", "startIndex=0x10", "count=%00"])(
    "G-03 %s is invalidValue",
    (query) => {
      expect(catchScimError(() => parse(query)).kind).toBe("invalidValue");
    },
  );

  it("other limits may be given", () => {
    const parameters = readListParameters(new URLSearchParams("count=50"));
    const { page } = parseListQuery(user, parameters, { defaultCount: 10, maxCount: 20 });
    expect(page.count).toBe(20);
  });

  it.each<[string, string, boolean]>([
    ["F-18 %20 is a space", "filter=userName%20eq%20%22a%20b%22", true],
    ["F-18 + is a space", "filter=userName+eq+%22a+b%22", true],
    ["F-18 %2B is a plus sign", "filter=userName+eq+%22a%2Bb%22", false],
  ])("%s", (_, query, expected) => {
    const { filter } = parse(query);
    expect(filter !== undefined && matchesFilter(filter, { userName: "a b" })).toBe(expected);
  });

  it.each<[string, string]>([
    ["F-15 an empty filter", "filter="],
    ["F-15 a filter that does not parse", "filter=userName"],
    ["F-14 an unknown attribute", "filter=zzz+eq+%221%22"],
    ["two filters", "filter=active+eq+true&filter=active+eq+false"],
  ])("%s is invalidFilter", (_, query) => {
    expect(catchScimError(() => parse(query)).kind).toBe("invalidFilter");
  });

  it.each<[string, string, string, number | undefined]>([
    ["K-01 a cursor without a value", "cursor", "", undefined],
    ["K-01 an empty cursor and a count", "cursor=&count=10", "", 10],
    ["K-02 a cursor", "cursor=abc&count=10", "abc", 10],
    ["K-04 a count beyond the limit is lowered to it", "cursor&count=5000", "", 1_000],
  ])("%s", (_, query, cursor, count) => {
    expect(parse(query).page).toMatchObject({ kind: "cursor", cursor, ...(count === undefined ? {} : { count }) });
    expect("count" in parse(query).page).toBe(count !== undefined);
  });

  it("K-03 cursor and startIndex together are invalidValue", () => {
    expect(catchScimError(() => parse("cursor=&startIndex=1")).kind).toBe("invalidValue");
  });

  it.each(["count=0", "count=-1", "count=abc", "count=1.5", "count="])(
    "K-04 cursor with %s is invalidCount",
    (count) => {
      expect(catchScimError(() => parse(`cursor&${count}`))).toMatchObject({ kind: "invalidCount", status: 400 });
      expect(catchScimError(() => parse(`cursor&${count}`)).toBody().scimType).toBe("invalidCount");
    },
  );

  const boundTo = (query: string, resourceType = user) => {
    const { page } = parse(`cursor&${query}`, resourceType);
    return page.kind === "cursor" ? page.query : undefined;
  };

  it("K-05 what a cursor is bound to is the filter and the sort, however they are spaced", () => {
    const same = boundTo("filter=active+eq+true&sortBy=userName");
    expect(boundTo("sortBy=userName&count=7&attributes=id&filter=active++eq+true&sortOrder=Ascending")).toBe(same);
    const others = [
      "",
      "filter=active+eq+true",
      "sortBy=userName",
      "filter=active+eq+false&sortBy=userName",
      "filter=active+eq+true&sortBy=id",
      "filter=active+eq+true&sortBy=userName&sortOrder=descending",
    ].map((query) => boundTo(query));
    expect(new Set([same, ...others]).size).toBe(7);
  });

  it("K-05 the sort is what sortBy names, however it is written", () => {
    for (const sortBy of ["USERNAME", "urn:ietf:params:scim:schemas:core:2.0:User:userName", "+userName"]) {
      expect(boundTo(`sortBy=${sortBy}`), sortBy).toBe(boundTo("sortBy=userName"));
    }
    expect(boundTo("sortBy=emails")).toBe(boundTo("sortBy=emails.value"));
    const manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    expect(boundTo(`sortBy=${manager}.value`)).not.toBe(boundTo(`sortBy=${manager}.displayName`));
  });

  it("K-05 names that no schema has are other ones in another case", () => {
    for (const [one, another] of [
      ["shoeSize", "shoesize"],
      ["urn:acme:hr:shoeSize", "urn:acme:hr:shoesize"],
      ["name.shoeSize", "name.shoesize"],
    ]) {
      expect(boundTo(`sortBy=${one}`, openUser), one).not.toBe(boundTo(`sortBy=${another}`, openUser));
    }
  });

  it("R-07 reads repeated projections", () => {
    expect(parse("attributes=title&attributes=nickName").projection).toEqual({
      kind: "only",
      selection: new Map([
        ["title", "all"],
        ["nickname", "all"],
      ]),
    });
    expect(parse("excludedAttributes=title").projection.kind).toBe("except");
  });
});

describe("createListResponse", () => {
  it("L-01, L-02 says how many there are on the page and in all", () => {
    expect(createListResponse({ resources: [{ id: "1" }], totalResults: 12, startIndex: 11 })).toEqual({
      schemas: [listResponseUrn],
      totalResults: 12,
      startIndex: 11,
      itemsPerPage: 1,
      Resources: [{ id: "1" }],
    });
  });

  it("K-01, K-02 a page of cursors has no startIndex, and the last one no nextCursor", () => {
    const page = { resources: [{ id: "1" }], totalResults: 12 };
    const body = { schemas: [listResponseUrn], totalResults: 12, itemsPerPage: 1, Resources: [{ id: "1" }] };
    expect(createListResponse({ ...page, nextCursor: "abc" })).toEqual({ ...body, nextCursor: "abc" });
    expect(createListResponse({ ...page, nextCursor: undefined })).toEqual(body);
  });

  it("L-01 holds Resources when there are none", () => {
    expect(createListResponse({ resources: [], totalResults: 0, startIndex: 1 })).toMatchObject({
      totalResults: 0,
      itemsPerPage: 0,
      Resources: [],
    });
  });
});
