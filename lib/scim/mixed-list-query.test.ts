import { describe, expect, it } from "vitest";
import { matchesFilter } from "./filter/evaluate";
import type { JsonObject } from "./json";
import { readListParameters } from "./list-parameters";
import { parseMixedListQuery } from "./mixed-list-query";
import { createResourceTypes } from "./schema/resource-types";
import { catchScimError } from "./testing/catch-scim-error";
import { groupSchemaUrn, userSchemaUrn } from "./urns";

const closed = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true });

function parse(filter: string, { user, group } = closed) {
  return parseMixedListQuery([user, group], readListParameters(new URLSearchParams({ filter })));
}

const person: JsonObject = {
  id: "1",
  userName: "ada",
  displayName: "Ada",
  active: true,
  emails: [{ type: "work", value: "ada@example.com" }],
  meta: { resourceType: "User" },
};
const staff: JsonObject = { id: "2", displayName: "Staff", meta: { resourceType: "Group" } };

describe("parseMixedListQuery", () => {
  it.each<[string, boolean, boolean]>([
    ['userName eq "ADA"', true, false],
    ["active eq true", true, false],
    ['displayName co "a"', true, true],
    ['meta.resourceType eq "User"', true, false],
    ['meta.resourceType eq "Group"', false, true],
    ["not (userName pr)", false, true],
    ['userName ne "ada"', false, true],
    ["userName eq null", false, true],
    ['emails[type eq "work"]', true, false],
    ['emails[type eq "work" and value co "@example.com"]', true, false],
    ['not (emails[type eq "work"])', false, true],
    ['emails.value ew "example.com"', true, false],
    ["members pr", false, false],
    [`${userSchemaUrn}:userName pr`, true, false],
    [`${groupSchemaUrn}:displayName pr`, false, true],
    [`${groupSchemaUrn}:displayName pr or userName pr`, true, true],
  ])("Q-03 %s", (filter, matchesPerson, matchesStaff) => {
    for (const types of [closed, open]) {
      const matches = parse(filter, types).parts.map((part, index) => {
        return part.filter !== undefined && matchesFilter(part.filter, index === 0 ? person : staff);
      });
      expect(matches).toEqual([matchesPerson, matchesStaff]);
    }
  });

  it.each<[string, string]>([
    ["an attribute of neither", 'zzz eq "x"'],
    ["a sub-attribute of neither", 'emails.zzz eq "x"'],
    ["a sub-attribute of neither in brackets", 'emails[zzz eq "x"]'],
    ["an operator that does not fit", "active gt true"],
    ["what is never returned", 'password eq "x"'],
    ["an empty filter", ""],
  ])("Q-03 %s is invalidFilter", (_, filter) => {
    expect(catchScimError(() => parse(filter)).kind).toBe("invalidFilter");
  });

  it("Q-03 a typing error is one also where unknown attributes are kept", () => {
    expect(catchScimError(() => parse('userNam eq "x"', open)).message).toMatch(/did you mean userName\?/);
    expect(parse('shoeSize eq "x"', open).parts).toHaveLength(2);
  });

  it("K-05 a cursor is bound to what sortBy names in each resource type", () => {
    const boundTo = (sortBy: string) => {
      const parameters = readListParameters(new URLSearchParams({ cursor: "", sortBy }));
      const { page } = parseMixedListQuery([open.user, open.group], parameters);
      return page.kind === "cursor" ? page.query : undefined;
    };
    expect(boundTo("DISPLAYNAME")).toBe(boundTo("displayName"));
    expect(boundTo("members")).not.toBe(boundTo("userName"));
    expect(boundTo("shoeSize")).not.toBe(boundTo("shoesize"));
  });

  it("R-03 attributes are those of each resource type", () => {
    const parameters = readListParameters(new URLSearchParams({ attributes: "userName,members" }));
    const { parts } = parseMixedListQuery([closed.user, closed.group], parameters);
    expect(parts.map(({ projection }) => projection)).toEqual([
      { kind: "only", selection: new Map([["username", "all"]]) },
      { kind: "only", selection: new Map([["members", "all"]]) },
    ]);
  });
});
