import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResourceType } from "./attribute";
import { diffResource, type PatchOperationJson } from "./diff-resource";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { isSameValue } from "./same-value";
import { createResourceTypes } from "./schema/resource-types";
import { arbitraryResource } from "./testing/arbitrary-resource";
import { patchResource } from "./testing/patch-resource";
import { validateResource } from "./validate-resource";

const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const strict = createResourceTypes({ role: false, keepsUnknown: false, strict: true }).user;

function arbitraryPair(resourceType: ResourceType) {
  const resource = arbitraryResource(resourceType).map((body) => validateResource(resourceType, body, "create"));
  // As a rule the two have most attributes in common.
  const kept = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  return fc.tuple(resource, resource, kept, fc.boolean()).map(([base, other, flags, isFar]) => {
    const names = [...new Set([...Object.keys(base), ...Object.keys(other)])];
    const desired = names.flatMap((name, index) => {
      const value = isFar || flags[index % flags.length] ? other[name] : base[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    const body = isFar ? other : Object.fromEntries(desired);
    return { base, desired: validateResource(resourceType, body, "create") };
  });
}

/** Applies operations one by one, each of which must be accepted and leave a valid resource. */
function applyOneByOne(resourceType: ResourceType, base: JsonObject, operations: readonly PatchOperationJson[]) {
  let resource = base;
  for (const operation of operations) {
    expectNoSecondPrimary(resource, operation);
    const patched = patchResource(resourceType, resource, [operation], { unknownAttributes: "reject" });
    resource = validateResource(resourceType, patched, "patched");
  }
  return resource;
}

/** Roster itself takes `primary` from the others when one becomes it; a strict service provider refuses. */
function expectNoSecondPrimary(resource: JsonObject, { op, path, value }: PatchOperationJson): void {
  const name = path.split(/[[.]/)[0] ?? "";
  const added = Array.isArray(value) ? value : [];
  const makesPrimary = path.endsWith("].primary") ? value === true : op === "add" && added.some(isPrimary);
  const current = resource[name];
  if (makesPrimary && Array.isArray(current)) expect(current.filter(isPrimary)).toEqual([]);
}

function isPrimary(element: JsonValue): boolean {
  return isJsonObject(element) && element.primary === true;
}

describe.each([
  { kind: "open", resourceType: open, numRuns: 300 },
  { kind: "strict", resourceType: strict, numRuns: 300 },
])("laws of diffResource, on the $kind resource type", ({ resourceType, numRuns }) => {
  it("what is sent takes the base to what is desired, each operation accepted, never two primaries", () => {
    let perElement = 0;
    fc.assert(
      fc.property(arbitraryPair(resourceType), fc.boolean(), ({ base, desired }, valuePaths) => {
        const operations = diffResource(resourceType, base, desired, { valuePaths });
        perElement += operations.filter(({ path }) => path.includes("[")).length;
        if (!valuePaths) expect(operations.filter(({ path }) => path.includes("["))).toEqual([]);
        const patched = applyOneByOne(resourceType, base, operations);
        if (!isSameValue(patched, desired)) expect(patched).toEqual(desired);
        expect(diffResource(resourceType, patched, desired, { valuePaths })).toEqual([]);
        expect(operations.length === 0).toBe(isSameValue(base, desired));
      }),
      { numRuns },
    );
    // A hundred to two hundred, as chance has it.
    expect(perElement).toBeGreaterThan(50);
  });

  it("a resource differs not from itself, in whatever order its elements and members are", () => {
    fc.assert(
      fc.property(arbitraryPair(resourceType), fc.boolean(), ({ base }, valuePaths) => {
        expect(diffResource(resourceType, base, base, { valuePaths })).toEqual([]);
        expect(diffResource(resourceType, base, reverse(base) as JsonObject, { valuePaths })).toEqual([]);
      }),
    );
  });
});

function reverse(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reverse).reverse();
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, reverse(member)] as const);
  return Object.fromEntries(entries.reverse());
}
