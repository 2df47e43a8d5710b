import { expect, test } from "vitest";
import { applyQuirks } from "./apply-quirks";
import type { Quirks } from "./capabilities";
import { readCapabilities } from "./read-capabilities";
import { resolveTargetOptions, type TargetOptions, type TargetPreset } from "./target-options";

const nothing = { config: undefined, resourceTypes: undefined, schemas: undefined, first: undefined };

function apply(quirks: Quirks, overrides: Partial<TargetOptions> = {}, preset: TargetPreset = "generic") {
  const target = { baseUrl: "https://a.example/scim/v2", preset, options: resolveTargetOptions(preset, overrides) };
  return applyQuirks(readCapabilities(nothing, target, {}).capabilities, quirks, target);
}

test("what the target turned out not to do is taken away", () => {
  const { capabilities } = readCapabilities(
    nothing,
    { baseUrl: "", preset: "generic", options: resolveTargetOptions("generic", {}) },
    {},
  );
  expect(apply({})).toEqual(capabilities);
  const quirks: Quirks = { patch: false, filter: false, valuePaths: false, membersListed: false, groups: false };
  for (const name of ["patch", "filter", "valuePaths", "membersListed", "groups"] as const) {
    expect(capabilities[name].value, name).toBe(true);
    expect(apply(quirks)[name].value, name).toBe(false);
  }
});

test("a preset has less of a say than what was seen, a person more", () => {
  expect(apply({ patch: false }, {}, "aws").patch.value).toBe(false);
  expect(apply({ patch: false }, { patch: "yes" }).patch.value).toBe(true);
  expect(apply({ bulk: false }, { bulk: "yes" }).bulk.value.supported).toBe(true);
});
