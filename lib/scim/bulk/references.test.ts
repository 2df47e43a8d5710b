import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../json";
import { enterpriseUserSchemaUrn, patchOpUrn } from "../urns";
import { listReferences, listTexts, type ReferringParts, replaceReferences } from "./references";

function patch(operation: JsonObject): ReferringParts {
  return { method: "PATCH", path: "/Groups/1", data: { schemas: [patchOpUrn], Operations: [operation] } };
}

function post(data: JsonValue): ReferringParts {
  return { method: "POST", path: "/Groups", data };
}

describe("B-03 where a reference may stand", () => {
  test.each<[string, ReferringParts, string[]]>([
    ["a member's value", post({ members: [{ value: "bulkId:a" }, { value: "1" }, { value: "bulkId:b" }] }), ["a", "b"]],
    ["a member as a text", post({ members: ["bulkId:a"] }), ["a"]],
    ["the manager", post({ [enterpriseUserSchemaUrn]: { manager: { value: "bulkId:a" } } }), ["a"]],
    ["any other text", post({ x: { y: [["bulkId:a"]] } }), ["a"]],
    ["the same twice", post({ a: "bulkId:a", b: "bulkId:a" }), ["a"]],
    ["any characters", post({ a: 'bulkId:a b"\\/:é' }), ['a b"\\/:é']],
    ["the path", { method: "DELETE", path: "/Groups/bulkId:a" }, ["a"]],
    ["the path, percent-encoded", { method: "PUT", path: "Groups/bulkId%3Aa%20b", data: {} }, ["a b"]],
    ["the whole URL", { method: "PUT", path: "https://x.example/scim/v2/Groups/bulkId:a", data: {} }, ["a"]],
    ["the value of a PATCH operation", patch({ op: "add", path: "members", value: [{ value: "bulkId:a" }] }), ["a"]],
    ["a PATCH path's filter", patch({ op: "remove", path: 'members[value eq "bulkId:a"]' }), ["a"]],
    [
      "two in one filter",
      patch({ op: "remove", PATH: 'members[value eq "bulkId:a" or value eq "bulkId:\\"b"]' }),
      ["a", '"b'],
    ],
  ])("%s", (_, operation, expected) => {
    expect([...listReferences(operation)]).toEqual(expected);
  });

  test.each<[string, ReferringParts]>([
    ["within a longer text", post({ a: "see bulkId:a" })],
    ["in another case", post({ a: "bulkid:a", b: "BulkId:a" })],
    ["a key", post({ "bulkId:a": 1 })],
    ["a quoted one in what is no PATCH", post({ path: '"bulkId:a"' })],
    ["a quoted one in a PATCH's value", patch({ op: "add", path: "title", value: 'the "bulkId:a"' })],
    ["half a literal", patch({ op: "add", path: 'members[value eq "bulkId:a', value: 1 })],
    ["within a longer literal", patch({ op: "remove", path: 'members[value eq "x bulkId:a"]' })],
    ["an escape that is none", patch({ op: "remove", path: 'members[value eq "bulkId:\\q"]' })],
    ["within a segment", { method: "PUT", path: "/Groups/xbulkId:a", data: {} }],
    ["a malformed escape", { method: "PUT", path: "/Groups/%zzbulkId:a", data: {} }],
  ])("not %s", (_, operation) => {
    expect([...listReferences(operation)]).toEqual([]);
  });

  test("each is replaced, and nothing else", () => {
    const operation = patch({
      op: "remove",
      path: 'members[value eq "bulkId:a" or display eq "bulkId:c"]',
      value: "bulkId:a",
    });
    const ids = new Map([["a", '1"2']]);
    expect(replaceReferences({ ...operation, path: "/Groups/bulkId:a?x=1" }, (bulkId) => ids.get(bulkId))).toEqual({
      method: "PATCH",
      path: "/Groups/bulkId:a?x=1",
      data: {
        schemas: [patchOpUrn],
        Operations: [{ op: "remove", path: 'members[value eq "1\\"2" or display eq "bulkId:c"]', value: '1"2' }],
      },
    });
    expect(replaceReferences({ method: "PUT", path: "/Groups/bulkId:a/" }, () => "1")).toEqual({
      method: "PUT",
      path: "/Groups/1/",
    });
  });

  test("law: without references an operation is what it was; with all of them resolved it has none", () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
    const withReferences = fc
      .tuple(json, fc.array(fc.string()))
      .map(([value, names]): JsonValue => ({ value, members: names.map((name) => ({ value: `bulkId:${name}` })) }));
    fc.assert(
      fc.property(fc.oneof(json, withReferences), fc.constantFrom("POST", "PATCH"), (data, method) => {
        const operation = { method, path: "/Groups", data } as const;
        expect(replaceReferences(operation, () => undefined)).toEqual(operation);
        expect([...listReferences(replaceReferences(operation, () => "id"))]).toEqual([]);
      }),
    );
  });
});

test("the texts of a value are those in it at any depth, and no names", () => {
  expect([...listTexts({ a: ["x", { b: "y", c: [1, null, true, ["x"]] }] })]).toEqual(["x", "y"]);
});
