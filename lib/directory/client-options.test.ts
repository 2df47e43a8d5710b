import { describe, expect, test } from "vitest";
import { clientOptionDescriptions } from "./client-option-descriptions";
import { listContraryToStrict, listOptionChanges, readOptionOverrides } from "./client-option-overrides";
import { clientOptionTitles } from "./client-option-titles";
import {
  allowedOptionValues,
  type ClientOptionName,
  clientOptionNames,
  parseClientOption,
  presets,
  resolveClientOptions,
} from "./client-options";

describe("an option given as text", () => {
  test.each<[ClientOptionName, string, unknown]>([
    ["rateLimit", "none", "none"],
    ["rateLimit", "1", 1],
    ["rateLimit", "25", 25],
    ["rateLimit", "10000", 10_000],
    ["strict", "true", true],
    ["strict", "false", false],
    ["requireEmail", "true", true],
    ["onDelete", "deactivate", "deactivate"],
    ["defaultRole", "guest", "guest"],
  ])("%s=%s", (name, text, value) => {
    expect(parseClientOption(name, text)).toEqual({ ok: true, name, value });
  });

  test.each<[string, string, string]>([
    ["rateLimit", "0", "Its values are none, a whole number from 1 to 10000."],
    ["rateLimit", "10001", "Its values are none, a whole number from 1 to 10000."],
    ["rateLimit", "2.5", "whole number"],
    ["rateLimit", "-1", "whole number"],
    ["rateLimit", "1e3", "whole number"],
    ["rateLimit", " 5", "whole number"],
    ["rateLimit", "true", "whole number"],
    ["strict", "yes", "Its values are true, false."],
    ["strict", "1", "Its values are true, false."],
    ["onDelete", "true", "Its values are delete, deactivate, refuse."],
    ["stict", "true", 'There is no option "stict".'],
  ])("%s=%s is refused", (name, text, told) => {
    expect(parseClientOption(name, text)).toEqual({ ok: false, message: expect.stringContaining(told) });
  });

  test("every value of every option says what follows from it", () => {
    for (const name of clientOptionNames) {
      expect(Object.keys(clientOptionDescriptions[name].consequences), name).toEqual(allowedOptionValues(name));
    }
  });

  test("every value of every option has a name for the screens", () => {
    for (const name of clientOptionNames) {
      const named = Object.keys(clientOptionTitles[name].values);
      expect([...named].sort(), name).toEqual([...allowedOptionValues(name)].sort());
    }
  });
});

describe("what a preset sets", () => {
  const generic = resolveClientOptions("generic", {});
  const given = { nameFormattedIncluded: false };

  test.each([
    ["generic", {}],
    ["okta", given],
    ["entra", { unknownAttributes: "keep" }],
    ["authentik", {}],
    ["keycloak", {}],
    ["onelogin", given],
    ["jumpcloud", given],
    ["google", given],
    ["pingone", given],
    ["zulip", { onDelete: "refuse", replaceOmitted: "keep", requireEmail: true }],
    ["strict", { strict: true, unknownAttributes: "reject" }],
  ] as const)("%s", (preset, differing) => {
    expect(resolveClientOptions(preset, {})).toEqual({ ...generic, ...differing });
  });

  test("there are no others", () => {
    expect([...presets].sort()).toEqual(
      ["authentik", "entra", "generic", "google", "jumpcloud", "keycloak", "okta", "onelogin", "pingone"].concat(
        "strict",
        "zulip",
      ),
    );
  });
});

describe("strict", () => {
  const forced = { strict: true, unknownAttributes: "reject", replaceOmitted: "clear", onDelete: "delete" };

  test.each(presets)("decides three options whatever the preset %s says", (preset) => {
    expect(resolveClientOptions(preset, { strict: true })).toMatchObject(forced);
  });

  test("decides them even where something else is stored", () => {
    const stored = { strict: true, onDelete: "deactivate", replaceOmitted: "keep", unknownAttributes: "keep" } as const;
    expect(resolveClientOptions("generic", stored)).toMatchObject(forced);
  });

  test("can be taken off the preset strict, which then decides nothing", () => {
    const overrides = { strict: false, onDelete: "refuse" } as const;
    expect(listContraryToStrict("strict", overrides)).toEqual([]);
    expect(resolveClientOptions("strict", overrides)).toMatchObject({ strict: false, onDelete: "refuse" });
  });

  test.each([
    ["generic", { strict: true, onDelete: "deactivate" }, ["onDelete"]],
    ["strict", { replaceOmitted: "keep", unknownAttributes: "ignore" }, ["unknownAttributes", "replaceOmitted"]],
    ["zulip", { strict: true }, []],
    ["strict", { onDelete: "delete", unknownAttributes: "reject", replaceOmitted: "clear" }, []],
    ["generic", { onDelete: "deactivate" }, []],
  ] as const)("what is contrary to it: %s with %j", (preset, overrides, options) => {
    expect(listContraryToStrict(preset, overrides).map(({ option }) => option)).toEqual(options);
  });

  test("tells what it changes", () => {
    const before = resolveClientOptions("zulip", {});
    expect(listOptionChanges(before, resolveClientOptions("zulip", { strict: true }))).toEqual([
      { option: "onDelete", before: "refuse", after: "delete" },
      { option: "replaceOmitted", before: "keep", after: "clear" },
      { option: "unknownAttributes", before: "ignore", after: "reject" },
      { option: "strict", before: false, after: true },
    ]);
  });
});

describe("options read back from storage", () => {
  test("a name or value that this version does not know is left out, and locks nobody out", () => {
    const stored = {
      rateLimit: 25,
      strict: true,
      onDelete: "archive",
      defaultRole: 7,
      requireEmail: "true",
      futureOption: "x",
    };
    expect(readOptionOverrides(stored)).toEqual({ rateLimit: 25, strict: true });
  });

  test("only what was set is an override", () => {
    expect(readOptionOverrides({})).toEqual({});
    expect(readOptionOverrides({ requireEmail: false })).toEqual({ requireEmail: false });
  });
});
