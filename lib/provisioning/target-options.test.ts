import { describe, expect, test } from "vitest";
import { describeTargetOption } from "./target-option-descriptions";
import { listTargetOptionChanges, readTargetOptionOverrides } from "./target-option-overrides";
import {
  allowedTargetOptionValues,
  isTargetOptionValue,
  isTargetPreset,
  parseTargetOption,
  resolveTargetOptions,
  type TargetOptionName,
  targetOptionNames,
  targetPresets,
} from "./target-options";
import { targetPresetDefinitions } from "./target-presets";

describe("an option given as text", () => {
  test.each<[TargetOptionName, string, unknown]>([
    ["requestsPerSecond", "none", "none"],
    ["requestsPerSecond", "1000", 1000],
    ["breakerMinimum", "0", 0],
    ["deleteAfterDays", "365", 365],
    ["patch", "auto", "auto"],
    ["patch", "no", "no"],
    ["includeGuests", "false", false],
    ["deprovision", "deactivateThenDelete", "deactivateThenDelete"],
    ["configuration", "none", "none"],
  ])("%s=%s", (name, text, value) => {
    expect(parseTargetOption(name, text)).toEqual({ ok: true, name, value });
  });

  test.each<[string, string, string]>([
    ["requestsPerSecond", "0", "Its values are none, a whole number from 1 to 1000."],
    ["requestsPerSecond", "1001", "Its values are none, a whole number from 1 to 1000."],
    ["concurrency", "33", "Its values are a whole number from 1 to 32."],
    ["concurrency", "2.5", "whole number"],
    ["concurrency", "04", "whole number"],
    ["deleteAfterDays", "none", "Its values are a whole number from 1 to 365."],
    ["patch", "true", "Its values are auto, yes, no."],
    ["syncPassword", "yes", "Its values are true, false."],
    ["ptch", "yes", 'There is no option "ptch".'],
    ["constructor", "yes", 'There is no option "constructor".'],
  ])("%s=%s is refused", (name, text, told) => {
    expect(parseTargetOption(name, text)).toEqual({ ok: false, message: expect.stringContaining(told) });
  });

  test("every option says what it decides, and what follows from each value", () => {
    for (const name of targetOptionNames) {
      const { sentence, values } = describeTargetOption(name);
      const allowed = allowedTargetOptionValues(name);
      expect(sentence, name).toMatch(/\.$/);
      if (values !== undefined) expect(Object.keys(values).sort(), name).toEqual([...allowed].sort());
      else expect(allowed, name).toEqual([expect.stringMatching(/^a whole number from \d+ to \d+$/)]);
    }
  });
});

describe("presets", () => {
  const generic = resolveTargetOptions("generic", {});

  test("the generic one is the defaults", () => {
    expect(generic).toMatchObject({ groups: "all", deprovision: "deactivate", patch: "auto", concurrency: 4 });
  });

  test.each(targetPresets)("%s sets what may be set, and says why", (preset) => {
    const { options } = targetPresetDefinitions[preset];
    for (const [name, option] of Object.entries(options)) {
      const known = targetOptionNames.find((candidate) => candidate === name);
      expect(known !== undefined && isTargetOptionValue(known, option.value), name).toBe(true);
      expect(option.reason, name).toMatch(/\w\.$/);
    }
    const values = Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, value]));
    expect(resolveTargetOptions(preset, {})).toEqual({ ...generic, ...values });
  });

  test("an option of a person wins over the preset", () => {
    expect(resolveTargetOptions("zulip", { deprovision: "leave" })).toMatchObject({
      deprovision: "leave",
      createInactive: false,
    });
  });

  test("another name is none", () => {
    expect(isTargetPreset("okta")).toBe(false);
    expect(isTargetPreset("aws")).toBe(true);
  });

  test("tells what changes from one to the other", () => {
    expect(listTargetOptionChanges(generic, resolveTargetOptions("slack", { concurrency: 2 }))).toEqual([
      { option: "requestsPerSecond", before: "none", after: 3 },
      { option: "concurrency", before: 4, after: 2 },
      { option: "filter", before: "auto", after: "yes" },
    ]);
  });
});

test("options read back from storage: what this version does not know is left out", () => {
  const stored = { concurrency: 2, patch: true, deprovision: "archive", futureOption: 1, bulk: "no" };
  expect(readTargetOptionOverrides(stored)).toEqual({ concurrency: 2, bulk: "no" });
  expect(readTargetOptionOverrides({})).toEqual({});
});
