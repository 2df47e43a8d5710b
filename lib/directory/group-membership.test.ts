import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { applyPatch } from "@/lib/scim/patch/apply-patch";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { patchOpUrn } from "@/lib/scim/urns";
import { planMembershipEdit } from "./group-membership";

const { group: groupType } = createResourceTypes({ role: true, keepsUnknown: false });
const { group: strictType } = createResourceTypes({ role: true, keepsUnknown: false, strict: true });

/** A group of Ada, Eve and the group G, in which only Ada's display begins with A. */
const stored = [
  { value: "ada", display: "Ada", type: "User" },
  { value: "eve", display: "Eve", type: "User" },
  { value: "g", display: "Engineers", type: "Group" },
];

describe("RFC 7644 §3.5.2, operations on members as one set operation", () => {
  test.each<{ name: string; operations: JsonObject[]; left: string[] }>([
    {
      name: "X-06 add",
      operations: [{ op: "add", path: "members", value: [{ value: "bob" }] }],
      left: ["ada", "bob", "eve", "g"],
    },
    {
      name: "X-06 add one, not in an array",
      operations: [{ op: "add", path: "members", value: { value: "bob" } }],
      left: ["ada", "bob", "eve", "g"],
    },
    {
      name: "X-10 add as Entra does, with a $ref of null",
      operations: [{ op: "add", path: "members", value: [{ $ref: null, value: "bob", type: null }] }],
      left: ["ada", "bob", "eve", "g"],
    },
    {
      name: "X-06 add who is there",
      operations: [{ op: "add", path: "members", value: [{ value: "ada" }] }],
      left: ["ada", "eve", "g"],
    },
    {
      name: "X-05 path-less add",
      operations: [{ op: "add", value: { members: [{ value: "bob" }] } }],
      left: ["ada", "bob", "eve", "g"],
    },
    {
      name: "X-07 replace",
      operations: [{ op: "replace", path: "members", value: [{ value: "bob" }] }],
      left: ["bob"],
    },
    { name: "X-07 replace by none", operations: [{ op: "replace", path: "members", value: [] }], left: [] },
    {
      name: "X-10 remove those in the value alone",
      operations: [{ op: "remove", path: "members", value: [{ $ref: null, value: "ada" }] }],
      left: ["eve", "g"],
    },
    { name: "X-10 remove all", operations: [{ op: "remove", path: "members" }], left: [] },
    { name: "X-10 remove with null", operations: [{ op: "remove", path: "members", value: null }], left: [] },
    {
      name: "X-10 remove with an empty array removes nobody",
      operations: [{ op: "remove", path: "members", value: [] }],
      left: ["ada", "eve", "g"],
    },
    { name: "X-09 remove by id", operations: [{ op: "remove", path: 'members[value eq "eve"]' }], left: ["ada", "g"] },
    {
      name: "X-09 remove by several ids",
      operations: [{ op: "remove", path: 'members[value eq "eve" or value eq "g"]' }],
      left: ["ada"],
    },
    {
      name: "X-09 remove by another attribute",
      operations: [{ op: "remove", path: 'members[type eq "user"]' }],
      left: ["g"],
    },
    {
      name: "X-09 remove who is not there",
      operations: [{ op: "remove", path: 'members[value eq "bob"]' }],
      left: ["ada", "eve", "g"],
    },
    {
      name: "X-02 in order: added, then removed",
      operations: [
        { op: "add", path: "members", value: [{ value: "bob" }] },
        { op: "remove", path: 'members[value eq "bob"]' },
      ],
      left: ["ada", "eve", "g"],
    },
    {
      name: "X-02 in order: emptied, then filled",
      operations: [
        { op: "remove", path: "members" },
        { op: "add", path: "members", value: [{ value: "ada" }] },
      ],
      left: ["ada"],
    },
    {
      name: "X-02 in order: a filter sees who was added before",
      operations: [
        { op: "add", path: "members", value: [{ value: "bob" }] },
        { op: "remove", path: 'members[display sw "b"]' },
      ],
      left: ["ada", "eve", "g"],
    },
    {
      name: "X-22 several removals do not shift each other",
      operations: [
        { op: "remove", path: 'members[value eq "ada"]' },
        { op: "remove", path: 'members[value eq "eve"]' },
      ],
      left: ["g"],
    },
  ])("$name", async ({ operations, left }) => {
    expect(await applyEdit(operations)).toEqual(left);
  });

  test.each<{ name: string; operation: JsonObject; kind: string }>([
    {
      name: "X-12 a member's value changed in place",
      operation: { op: "replace", path: 'members[value eq "ada"].value', value: "eve" },
      kind: "mutability",
    },
    {
      name: "X-12 a member replaced in place",
      operation: { op: "replace", path: 'members[value eq "ada"]', value: { value: "eve" } },
      kind: "mutability",
    },
    {
      name: "a member without a value",
      operation: { op: "add", path: "members", value: [{ display: "Ada" }] },
      kind: "invalidValue",
    },
    ...[{ type: 5 }, { $ref: 5 }, { type: ["User"] }, { $ref: "\n" }].map((more) => ({
      name: `C-09 a member with ${JSON.stringify(more)}`,
      operation: { op: "add", path: "members", value: [{ value: "bob", ...more }] },
      kind: "invalidValue",
    })),
    {
      name: "C-09 a member with a type that is no text, as a replacement",
      operation: { op: "replace", path: "members", value: [{ value: "bob", type: true }] },
      kind: "invalidValue",
    },
    { name: "a member that is a number", operation: { op: "add", path: "members", value: [7] }, kind: "invalidValue" },
  ])("$name is refused", async ({ operation, kind }) => {
    await expect(applyEdit([operation])).rejects.toThrow(ScimError);
    await expect(applyEdit([operation])).rejects.toMatchObject({ kind });
  });

  test("equals the general PATCH on a group that holds its members", async () => {
    const member = fc.constantFrom("ada", "eve", "g", "bob", "zoe").map((value) => ({ value }));
    const members = fc.array(member, { maxLength: 3 });
    const operation: fc.Arbitrary<JsonObject> = fc.oneof(
      fc.record({ op: fc.constantFrom("add", "replace", "remove"), path: fc.constant("members"), value: members }),
      fc.record({ op: fc.constant("remove"), path: fc.constant("members") }),
      member.map(({ value }) => ({ op: "remove", path: `members[value eq "${value}"]` })),
      members.map((value) => ({ op: "replace", value: { members: value } })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 5 }), async (operations) => {
        const patched = applyPatch(groupType, { displayName: "G", members: stored }, resolve(operations));
        const expected = (Array.isArray(patched.members) ? patched.members : []).map(
          (element) => (element as JsonObject).value,
        );
        expect(await applyEdit(operations)).toEqual([...new Set(expected)].sort());
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["one by its value", 'value eq "ada"', ["eve", "g"]],
    ["one who is no member", 'value eq "bob"', ["ada", "eve", "g"]],
    ["one by something else", 'display eq "Ada"', ["eve", "g"]],
    ["one twice", 'value eq "ada" or value eq "ada"', ["eve", "g"]],
  ])("of a strict client a filter may select %s", async (_, filter, left) => {
    expect(await applyEdit([{ op: "remove", path: `members[${filter}]` }], true)).toEqual(left);
  });

  test.each(['type eq "User"', 'value eq "ada" or value eq "eve"', "value pr"])(
    "of a strict client a filter may not select several: %s",
    async (filter) => {
      const operation = { op: "remove", path: `members[${filter}]` };
      await expect(applyEdit([operation], true)).rejects.toMatchObject({ kind: "invalidFilter" });
      expect(await applyEdit([operation])).not.toContain("ada");
    },
  );
});

function resolve(operations: JsonObject[]) {
  const body: JsonValue = { schemas: [patchOpUrn], Operations: operations };
  return resolvePatchOperations(groupType, parsePatchRequest(body), { unknownAttributes: "ignore" }).operations;
}

/** The members that are left when the planned edit is applied to the stored ones. */
async function applyEdit(operations: JsonObject[], isStrict = false): Promise<string[]> {
  const loadMembers = async (ids: ReadonlySet<string>, withStored: boolean) => [
    ...[...ids].map((id) => ({ value: id, display: id, type: "User" })),
    ...(withStored ? stored : []),
  ];
  const edit = await planMembershipEdit(resolve(operations), loadMembers, isStrict ? strictType : groupType);
  const kept = edit.keepExisting ? stored.map(({ value }) => value).filter((id) => !edit.remove.has(id)) : [];
  return [...new Set([...kept, ...edit.add])].sort();
}
