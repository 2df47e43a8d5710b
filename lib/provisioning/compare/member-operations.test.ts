import fc from "fast-check";
import { expect, it } from "vitest";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { patchResource } from "@/lib/scim/testing/patch-resource";
import { batchMembers, diffMembers } from "./member-difference";
import { createMemberPatches, createMemberReplacement, listMemberValues } from "./member-operations";

const { group } = createResourceTypes({ role: false, keepsUnknown: false, strict: true });

it("tells who is to be added and removed, in the order of ids", () => {
  expect(diffMembers(new Set(["c", "a", "b"]), new Set(["z", "b", "d"]))).toEqual({
    add: ["a", "c"],
    remove: ["d", "z"],
  });
});

it("cuts a list into pieces", () => {
  expect(batchMembers(["a", "b", "c"], 2)).toEqual([["a", "b"], ["c"]]);
  expect(batchMembers([], 2)).toEqual([]);
  expect(batchMembers(["a", "b"], 0)).toEqual([["a"], ["b"]]);
});

it("removes by one operation each, and adds by one for all (RFC 7644 §3.5.2.1, §3.5.2.2)", () => {
  expect(createMemberPatches({ add: [{ value: "a", type: "User" }, { value: "b" }], remove: ['x"y'] }, 2)).toEqual([
    {
      operations: [
        { op: "remove", path: 'members[value eq "x\\"y"]' },
        { op: "add", path: "members", value: [{ value: "a", type: "User" }] },
      ],
      added: ["a"],
      removed: ['x"y'],
    },
    { operations: [{ op: "add", path: "members", value: [{ value: "b" }] }], added: ["b"], removed: [] },
  ]);
  expect(createMemberPatches({ add: [], remove: [] }, 100)).toEqual([]);
});

it("replaces all members, or removes the attribute", () => {
  expect(createMemberReplacement([{ value: "a" }])).toEqual({
    op: "replace",
    path: "members",
    value: [{ value: "a" }],
  });
  expect(createMemberReplacement([])).toEqual({ op: "remove", path: "members" });
  expect(listMemberValues([])).toEqual([]);
});

it("takes a group from the recorded members to the desired ones, no PATCH naming more than it may", () => {
  const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", 'q"'), { maxLength: 6 });
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 1, max: 4 }), (recorded, desired, limit) => {
      const { add, remove } = diffMembers(new Set(desired), new Set(recorded));
      let resource = { displayName: "G", members: recorded.map((value) => ({ value })) } as Parameters<
        typeof patchResource
      >[1];
      const patches = createMemberPatches({ add: add.map((value) => ({ value })), remove }, limit);
      for (const { operations, added, removed } of patches) {
        expect(added.length + removed.length).toBeLessThanOrEqual(limit);
        resource = patchResource(group, resource, [...operations]);
      }
      const members = (resource.members ?? []) as { value: string }[];
      expect(members.map(({ value }) => value).sort()).toEqual([...desired].sort());
    }),
  );
});
