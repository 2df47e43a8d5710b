import { describe, expect, it } from "vitest";
import { diffResource, type PatchOperationJson } from "./diff-resource";
import fullUser from "./fixtures/rfc7643-8.3-enterprise-user.json";
import type { JsonObject } from "./json";
import { defineAttribute } from "./schema/define-attribute";
import { knownSchemas } from "./schema/known-schemas";
import { enterpriseUserSchemaUrn as enterprise } from "./urns";

function diff(base: JsonObject, desired: JsonObject, valuePaths = true): PatchOperationJson[] {
  return diffResource(knownSchemas, base, desired, { valuePaths });
}

const work = { type: "work", value: "ada@work.example", primary: true };
const home = { type: "home", value: "ada@home.example" };

describe("diffResource (RFC 7644 §3.5.2)", () => {
  it("sends nothing for what says the same: order, null, [] and absent", () => {
    expect(diff(fullUser, fullUser)).toEqual([]);
    expect(
      diff(
        { title: null, emails: [work, home], roles: [] },
        { emails: [{ ...home }, { ...work, display: null }], name: {} },
      ),
    ).toEqual([]);
  });

  it("adds what was absent, replaces what differs and removes what is gone", () => {
    expect(diff({ title: "Dr", nickName: "A" }, { title: "Prof", locale: "en" })).toEqual([
      { op: "replace", path: "title", value: "Prof" },
      { op: "add", path: "locale", value: "en" },
      { op: "remove", path: "nickName" },
    ]);
  });

  it("an empty text is a value, and false too", () => {
    expect(diff({ title: "Dr", active: true }, { title: "", active: false })).toEqual([
      { op: "replace", path: "title", value: "" },
      { op: "replace", path: "active", value: false },
    ]);
  });

  it("changes a complex attribute sub-attribute by sub-attribute, what is set first", () => {
    const base = { name: { givenName: "Ada", middleName: "K" } };
    expect(diff(base, { name: { givenName: "Augusta", familyName: "King" } })).toEqual([
      { op: "replace", path: "name.givenName", value: "Augusta" },
      { op: "add", path: "name.familyName", value: "King" },
      { op: "remove", path: "name.middleName" },
    ]);
    expect(diff({}, base)).toEqual([{ op: "add", path: "name", value: base.name }]);
    expect(diff(base, {})).toEqual([{ op: "remove", path: "name" }]);
  });

  it("names attributes of extensions behind their URN, known or not", () => {
    const base = {
      [enterprise]: { department: "R", costCenter: "1", manager: { value: "1" } },
      "urn:acme:hr": { grade: 1 },
    };
    const desired = { [enterprise.toUpperCase()]: { Department: "S", manager: { value: "2", displayName: "Boss" } } };
    expect(diff(base, desired)).toEqual([
      { op: "replace", path: `${enterprise}:department`, value: "S" },
      { op: "replace", path: `${enterprise}:manager.value`, value: "2" },
      { op: "remove", path: `${enterprise}:costCenter` },
      { op: "remove", path: "urn:acme:hr:grade" },
    ]);
  });

  it("leaves alone what the service provider makes, and members", () => {
    const base = {
      id: "1",
      schemas: ["a"],
      meta: { version: "1" },
      groups: [{ value: "g" }],
      members: [{ value: "m" }],
    };
    expect(diff(base, { id: "2", Schemas: ["b"], members: [] })).toEqual([]);
  });

  it("changes elements of different type one by one", () => {
    const base = { emails: [work, home, { type: "other", value: "x" }] };
    const desired = { emails: [{ ...work, value: "new@work.example" }, home, { type: "old", value: "y" }] };
    expect(diff(base, desired)).toEqual([
      { op: "remove", path: 'emails[type eq "other"]' },
      { op: "replace", path: 'emails[type eq "work"].value', value: "new@work.example" },
      { op: "add", path: "emails", value: [{ type: "old", value: "y" }] },
    ]);
  });

  it("replaces all elements without value paths, and removes the attribute with the last", () => {
    const desired = { emails: [{ ...work, value: "b" }, home] };
    expect(diff({ emails: [work, home] }, desired, false)).toEqual([
      { op: "replace", path: "emails", value: desired.emails },
    ]);
    expect(diff({ emails: [work, home] }, { emails: [] }, false)).toEqual([{ op: "remove", path: "emails" }]);
    expect(diff({}, desired, false)).toEqual([{ op: "add", path: "emails", value: desired.emails }]);
  });

  it("removes an element before it adds one of which the type differs in case only", () => {
    expect(diff({ emails: [work, home] }, { emails: [{ ...work, type: "Work" }, home] })).toEqual([
      { op: "remove", path: 'emails[type eq "work"]' },
      { op: "add", path: "emails", value: [{ ...work, type: "Work" }] },
    ]);
  });

  it("tells elements without a type apart by their value, as JSON writes it", () => {
    const base = { entitlements: [{ value: 'a "1"' }, { value: "b" }] };
    expect(diff(base, { entitlements: [{ value: "b", primary: true }, { value: "c" }] })).toEqual([
      { op: "remove", path: 'entitlements[value eq "a \\"1\\""]' },
      { op: "add", path: 'entitlements[value eq "b"].primary', value: true },
      { op: "add", path: "entitlements", value: [{ value: "c" }] },
    ]);
  });

  it.each([
    ["two of one type and value", [work, work, home], [work, home]],
    ["values that differ in case only", [{ value: "a" }, { value: "A" }], [{ value: "a" }, { value: "c" }]],
    ["no element that stays", [work], [home]],
    ["elements without type and value", [{ display: "x" }, home], [{ display: "y" }, home]],
  ])("replaces the whole attribute: %s", (_, from, to) => {
    expect(diff({ emails: from }, { emails: to })).toEqual([{ op: "replace", path: "emails", value: to }]);
  });

  it("moves primary so that there are never two", () => {
    const base = { emails: [work, home] };
    expect(
      diff(base, {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      }),
    ).toEqual([
      { op: "replace", path: 'emails[type eq "work"].primary', value: false },
      { op: "add", path: 'emails[type eq "home"].primary', value: true },
    ]);
    const other = { type: "other", value: "o", primary: true };
    expect(diff(base, { emails: [other, { type: "work", value: work.value }] })).toEqual([
      { op: "remove", path: 'emails[type eq "home"]' },
      { op: "remove", path: 'emails[type eq "work"].primary' },
      { op: "add", path: "emails", value: [other] },
    ]);
  });

  it("makes a value anew of which only type, primary or display would be left", () => {
    const base = { emails: [{ ...work, display: "A" }, home] };
    expect(diff(base, { emails: [{ type: "work", display: "A" }, home] })).toEqual([
      { op: "remove", path: 'emails[type eq "work"]' },
      { op: "add", path: "emails", value: [{ type: "work", display: "A" }] },
    ]);
    const manager = `${enterprise}:manager`;
    expect(
      diff({ [enterprise]: { manager: { value: "1", $ref: "u" } } }, { [enterprise]: { manager: { $ref: "u" } } }),
    ).toEqual([
      { op: "remove", path: manager },
      { op: "add", path: manager, value: { $ref: "u" } },
    ]);
  });

  it("makes an element anew of which an immutable sub-attribute differs, and passes over read-only ones", () => {
    const keys = defineAttribute("keys", "", {
      type: "complex",
      multiValued: true,
      subAttributes: [
        defineAttribute("type", ""),
        defineAttribute("value", "", { mutability: "immutable" }),
        defineAttribute("seen", "", { mutability: "readOnly" }),
      ],
    });
    const schemas = { schema: { id: "urn:x", name: "X", description: "", attributes: [keys] }, extensions: [] };
    const other = { type: "b", value: "2" };
    const from = { keys: [{ type: "a", value: "1", seen: "now" }, other] };
    const to = { keys: [{ type: "a", value: "3", seen: "then" }, other] };
    expect(diffResource(schemas, from, to, { valuePaths: true })).toEqual([
      { op: "remove", path: 'keys[type eq "a"]' },
      { op: "add", path: "keys", value: [{ type: "a", value: "3" }] },
    ]);
    expect(diffResource(schemas, from, { keys: [other, { type: "a", value: "1" }] }, { valuePaths: true })).toEqual([]);
  });

  it("takes what no schema knows for what it looks like", () => {
    expect(
      diff(
        { desk: { floor: 1, room: "a" }, tags: ["a", "b"], pets: [{ type: "cat", value: "Tom" }], size: [1] },
        { desk: { floor: 2, room: "a" }, tags: ["b", "c"], pets: [{ type: "cat", value: "Tim" }], size: 1 },
      ),
    ).toEqual([
      { op: "replace", path: "desk.floor", value: 2 },
      { op: "replace", path: "tags", value: ["b", "c"] },
      { op: "replace", path: 'pets[type eq "cat"].value', value: "Tim" },
      { op: "remove", path: "size" },
      { op: "add", path: "size", value: 1 },
    ]);
  });

  it("keeps both of two elements that a service provider could take for one", () => {
    const emails = [{ value: "A@x.example" }, { value: "a@x.example", type: "work" }];
    expect(diff({}, { emails })).toEqual([{ op: "replace", path: "emails", value: emails }]);
  });
});
