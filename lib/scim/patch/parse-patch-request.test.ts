import { describe, expect, it } from "vitest";
import type { JsonValue } from "../json";
import { catchScimError } from "../testing/catch-scim-error";
import { patchOpUrn } from "../urns";
import { parsePatchRequest } from "./parse-patch-request";

const schemas = [patchOpUrn];
const remove = { op: "remove", path: "title" };

describe("parsePatchRequest", () => {
  it.each<[string, JsonValue, JsonValue]>([
    [
      "X-01 op in any case",
      { schemas, Operations: [{ op: "Replace", path: "title", value: "x" }] },
      [{ op: "replace", path: "title", value: "x" }],
    ],
    ["X-01 operations in lower case", { schemas, operations: [remove] }, [remove]],
    [
      "X-01 keys in any case",
      { SCHEMAS: schemas, Operations: [{ OP: "ADD", Path: "title", VALUE: 1 }] },
      [{ op: "add", path: "title", value: 1 }],
    ],
    ["X-01 the URN in any case", { schemas: [patchOpUrn.toUpperCase()], Operations: [remove] }, [remove]],
    ["T-15 schemas after the operations", { Operations: [remove], schemas }, [remove]],
    [
      "X-14 null is a value",
      { schemas, Operations: [{ op: "replace", path: "title", value: null }] },
      [{ op: "replace", path: "title", value: null }],
    ],
    [
      "a path that is null is no path",
      { schemas, Operations: [{ op: "add", path: null, value: {} }] },
      [{ op: "add", value: {} }],
    ],
    ["unknown keys are passed over", { schemas, Operations: [{ ...remove, comment: 1 }], note: 2 }, [remove]],
  ])("%s", (_, body, expected) => {
    expect(parsePatchRequest(body)).toEqual(expected);
  });

  it.each<[string, JsonValue, string]>([
    ["X-01 no schemas", { Operations: [remove] }, "invalidSyntax"],
    ["X-01 schemas []", { schemas: [], Operations: [remove] }, "invalidSyntax"],
    [
      "X-01 another URN",
      { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], Operations: [remove] },
      "invalidSyntax",
    ],
    ["X-01 schemas that is a text", { schemas: patchOpUrn, Operations: [remove] }, "invalidSyntax"],
    ["X-01 no Operations", { schemas }, "invalidSyntax"],
    ["X-01 no operation in Operations", { schemas, Operations: [] }, "invalidSyntax"],
    ["X-01 Operations that is an object", { schemas, Operations: remove }, "invalidSyntax"],
    ["X-01 an operation that is a text", { schemas, Operations: ["remove"] }, "invalidSyntax"],
    ["X-01 an unknown op", { schemas, Operations: [{ op: "move", path: "title" }] }, "invalidSyntax"],
    ["X-01 no op", { schemas, Operations: [{ path: "title" }] }, "invalidSyntax"],
    ["X-01 op twice", { schemas, Operations: [{ ...remove, Op: "add" }] }, "invalidSyntax"],
    ["X-01 Operations twice", { schemas, Operations: [remove], operations: [remove] }, "invalidSyntax"],
    ["T-05 an array", [remove], "invalidSyntax"],
    ["X-04 a path that is a number", { schemas, Operations: [{ op: "remove", path: 1 }] }, "invalidPath"],
    ["X-05 add without value", { schemas, Operations: [{ op: "add", path: "title" }] }, "invalidValue"],
    ["X-05 replace without value", { schemas, Operations: [{ op: "replace", path: "title" }] }, "invalidValue"],
    ["U+0000 in a value", { schemas, Operations: [{ op: "add", path: "title", value: "\u0000" }] }, "invalidValue"],
    [
      "T-13 too many operations",
      { schemas, Operations: Array.from({ length: 10_001 }, () => remove) },
      "payloadTooLarge",
    ],
  ])("%s is refused", (_, body, kind) => {
    expect(catchScimError(() => parsePatchRequest(body)).kind).toBe(kind);
  });
});
