import { describe, expect, test } from "vitest";
import { ScimError } from "../errors";
import type { JsonObject, JsonValue } from "../json";
import { bulkRequestUrn, patchOpUrn } from "../urns";
import type { BulkOperation } from "./bulk-operation";
import { parseBulkRequest } from "./parse-bulk-request";

const create = { method: "POST", path: "/Users", bulkId: "a", data: { userName: "a" } };

function parse(body: JsonValue) {
  return parseBulkRequest(body);
}

function request(operations: JsonValue, more: JsonObject = {}): JsonObject {
  return { schemas: [bulkRequestUrn], Operations: operations, ...more };
}

function errorOf(body: JsonValue): ScimError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof ScimError) return error;
  }
  throw new Error("It was not refused.");
}

/** What became of one operation: the kind of its refusal, or the operation. */
function parseOne(operation: JsonObject): string | BulkOperation | undefined {
  const [parsed] = parse(request([operation])).operations;
  return parsed?.kind === "refused" ? parsed.refusal.kind : parsed;
}

describe("B-10 the request as a whole (RFC 7644 §3.7)", () => {
  test.each<[string, JsonValue, string]>([
    ["an array", [], "invalidSyntax"],
    ["a text", "x", "invalidSyntax"],
    ["no schemas", { Operations: [create] }, "invalidSyntax"],
    ["a schema of another message", { schemas: [patchOpUrn], Operations: [create] }, "invalidSyntax"],
    ["schemas as a text", { schemas: bulkRequestUrn, Operations: [create] }, "invalidSyntax"],
    ["no Operations", { schemas: [bulkRequestUrn] }, "invalidSyntax"],
    ["no operation", request([]), "invalidSyntax"],
    ["one operation instead of an array", request(create), "invalidSyntax"],
    ["an operation that is none", request([create, "x"]), "invalidSyntax"],
    ["Operations twice", request([create], { operations: [create] }), "invalidSyntax"],
    ["failOnErrors 0", request([create], { failOnErrors: 0 }), "invalidValue"],
    ["failOnErrors -1", request([create], { failOnErrors: -1 }), "invalidValue"],
    ["failOnErrors 1.5", request([create], { failOnErrors: 1.5 }), "invalidValue"],
    ["failOnErrors as a text", request([create], { failOnErrors: "1" }), "invalidValue"],
    ["failOnErrors true", request([create], { failOnErrors: true }), "invalidValue"],
  ])("%s is refused", (_, body, kind) => {
    expect(errorOf(body).kind).toBe(kind);
  });

  test("names in any case, members nobody knows, and null for what is not there", () => {
    const body = {
      SCHEMAS: [bulkRequestUrn.toUpperCase()],
      failonerrors: 3,
      operations: [{ Method: "post", PATH: "/Users", bulkid: "a", Data: {}, version: null, extra: 1 }],
      extra: {},
    };
    expect(parse(body)).toEqual({
      failOnErrors: 3,
      operations: [{ kind: "runnable", method: "POST", path: "/Users", bulkId: "a", data: {} }],
    });
    expect(parse(request([create], { failOnErrors: null })).failOnErrors).toBeUndefined();
  });

  test("B-07 1,000 operations and not one more; the refusal states both limits", () => {
    const operations = Array.from({ length: 1_001 }, (_, index) => ({ ...create, bulkId: String(index) }));
    expect(parse(request(operations.slice(1))).operations).toHaveLength(1_000);
    const error = errorOf(request(operations));
    expect(error.status).toBe(413);
    expect(error.message).toMatch(/1000 .*10485760/);
  });
});

describe("B-02, B-08 what is wrong with one operation is that operation's error", () => {
  test.each<[string, JsonObject, string]>([
    ["no bulkId on a POST", { method: "POST", path: "/Users", data: {} }, "invalidValue"],
    ["an empty bulkId on a POST", { ...create, bulkId: "" }, "invalidValue"],
    ["a bulkId that is no text", { ...create, bulkId: 1 }, "invalidValue"],
    ["no method", { path: "/Users", bulkId: "a", data: {} }, "invalidValue"],
    ["a method nobody knows", { ...create, method: "MERGE" }, "invalidValue"],
    ["a method that is no text", { ...create, method: 1 }, "invalidValue"],
    ["GET", { method: "GET", path: "/Users" }, "methodNotAllowed"],
    ["get", { method: "get", path: "/Users/1" }, "methodNotAllowed"],
    ["no path", { ...create, path: null }, "invalidValue"],
    ["an empty path", { ...create, path: " " }, "invalidValue"],
    ["a path that is no text", { ...create, path: ["/Users"] }, "invalidValue"],
    ["a version that is no text", { method: "DELETE", path: "/Users/1", version: 3 }, "invalidValue"],
    ["no data on a POST", { ...create, data: null }, "invalidSyntax"],
    ["no data on a PUT", { method: "PUT", path: "/Users/1" }, "invalidSyntax"],
    ["no data on a PATCH", { method: "PATCH", path: "/Users/1" }, "invalidSyntax"],
    ["data twice", { ...create, DATA: {} }, "invalidSyntax"],
  ])("%s", (_, operation, kind) => {
    expect(parseOne(operation)).toBe(kind);
  });

  test.each<[string, JsonObject, object]>([
    ["a DELETE needs neither bulkId nor data", { method: "delete", path: "/Users/1" }, { method: "DELETE" }],
    [
      "what a DELETE has of data is passed over",
      { method: "DELETE", path: "/Users/1", data: {} },
      { method: "DELETE" },
    ],
    ["a version", { method: "PUT", path: "/Users/1", version: 'W/"1"', data: {} }, { version: 'W/"1"', data: {} }],
    ["a bulkId on a PATCH", { method: "Patch", path: "/Users/1", bulkId: "p", data: {} }, { bulkId: "p" }],
    ["there is no version of what is to be created", { ...create, version: 'W/"1"' }, create],
  ])("%s", (_, operation, expected) => {
    const parsed = parseOne(operation);
    expect(parsed).toMatchObject({ kind: "runnable", ...expected });
    if (operation.method === "delete" || operation.method === "DELETE") expect(parsed).not.toHaveProperty("data");
    if (operation.method === "POST") expect(parsed).not.toHaveProperty("version");
  });

  test("the second of two with one bulkId is refused, the others stay", () => {
    const operations = [create, { ...create, path: "/Groups" }, { ...create, bulkId: "A" }];
    const parsed = parse(request(operations)).operations;
    expect(parsed.map(({ kind }) => kind)).toEqual(["runnable", "refused", "runnable"]);
    expect(parsed[1]).toMatchObject({
      bulkId: "a",
      method: "POST",
      path: "/Groups",
      refusal: { kind: "invalidValue" },
    });
  });

  test("a refused operation keeps what of it can be read", () => {
    const [parsed] = parse(request([{ method: "get", path: "/Users/1", bulkId: "x" }])).operations;
    expect(parsed).toMatchObject({ kind: "refused", method: "GET", path: "/Users/1", bulkId: "x" });
    const [wrong] = parse(request([{ PATH: "/Users/1", method: "Put", bulkId: 1 }])).operations;
    expect(wrong).toEqual({ kind: "refused", method: "PUT", path: "/Users/1", refusal: expect.any(ScimError) });
  });
});
