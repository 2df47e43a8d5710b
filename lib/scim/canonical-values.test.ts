import { describe, expect, test } from "vitest";
import type { AttributeType } from "./attribute";
import { checkCanonicalValue } from "./canonical-values";
import type { JsonValue } from "./json";
import { defineAttribute } from "./schema/define-attribute";
import { catchScimError } from "./testing/catch-scim-error";

function check(type: AttributeType, caseExact: boolean, canonicalValues: readonly string[], value: JsonValue): void {
  const attribute = defineAttribute("tag", "", { type, caseExact, canonicalValues, restrictsValues: true });
  checkCanonicalValue(attribute, "tag", value);
}

describe("RFC 7643 §7 canonicalValues that allow no other value", () => {
  test.each<[AttributeType, boolean, readonly string[], JsonValue]>([
    ["string", false, ["Gold", "Å"], "gOLD"],
    ["string", false, ["Gold", "Å"], "a\u030A"],
    ["string", true, ["Gold"], "Gold"],
    ["integer", false, ["1", "2"], 2],
    ["decimal", false, ["1.50"], 1.5],
    ["dateTime", false, ["2026-01-01T00:00:00Z"], "2026-01-01T01:00:00+01:00"],
    ["binary", true, ["AAEC"], "AAEC"],
  ])("%s, caseExact %s, %j: %j", (type, caseExact, canonicalValues, value) => {
    expect(() => check(type, caseExact, canonicalValues, value)).not.toThrow();
  });

  test.each<[AttributeType, boolean, readonly string[], JsonValue]>([
    ["string", false, ["Gold"], "Golden"],
    ["string", true, ["Gold"], "gold"],
    ["integer", false, ["1", "2"], 3],
    ["dateTime", false, ["2026-01-01T00:00:00Z"], "2026-01-01T00:00:00+01:00"],
    ["binary", true, ["AAEC"], "aaec"],
  ])("%s, caseExact %s, %j: not %j", (type, caseExact, canonicalValues, value) => {
    const error = catchScimError(() => check(type, caseExact, canonicalValues, value));
    expect(error.kind).toBe("invalidValue");
    expect(error.message).toContain(`tag is "${value}", but it must be one of: ${canonicalValues.join(", ")}.`);
  });

  test("without the restriction they are suggestions", () => {
    const attribute = defineAttribute("type", "", { canonicalValues: ["work", "home"] });
    expect(() => checkCanonicalValue(attribute, "type", "other")).not.toThrow();
  });
});
