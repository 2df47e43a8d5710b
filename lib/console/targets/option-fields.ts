import { describeTargetOption } from "@/lib/provisioning/target-option-descriptions";
import type { TargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import {
  allowedTargetOptionValues,
  resolveTargetOptions,
  type TargetOptionName,
  type TargetPreset,
  targetOptionNames,
  targetPresets,
} from "@/lib/provisioning/target-options";
import { targetPresetDefinitions } from "@/lib/provisioning/target-presets";

/** One option of a target as a form asks for it. */
export type TargetOptionField = {
  readonly name: TargetOptionName;
  readonly title: string;
  readonly sentence: string;
  readonly part: OptionPart;
  /** Empty for a number. */
  readonly values: readonly { readonly value: string; readonly name: string; readonly consequence: string }[];
  /** For a number. */
  readonly range: { readonly from: number; readonly to: number; readonly mayBeNone: boolean } | undefined;
};

/** What an option decides. */
export type OptionPart = "people" | "leaving" | "safety" | "pace" | "protocol";

/** One preset as a form offers it. */
export type TargetPresetChoice = {
  readonly preset: TargetPreset;
  readonly name: string;
  readonly exampleUrl: string | undefined;
  /** What its targets have where nothing else was set, as text by the options' names. */
  readonly options: Readonly<Record<string, string>>;
  /** What it does differently, and why that product needs it. */
  readonly reasons: readonly { readonly option: TargetOptionName; readonly title: string; readonly reason: string }[];
};

const parts: Partial<Record<TargetOptionName, OptionPart>> = {
  groups: "people",
  nestedGroups: "people",
  includeGuests: "people",
  createInactive: "people",
  syncPassword: "people",
  deprovision: "leaving",
  deleteAfterDays: "leaving",
  onInvalid: "safety",
  breakerPercent: "safety",
  breakerMinimum: "safety",
  requestsPerSecond: "pace",
  concurrency: "pace",
};

const valueNames: Readonly<Record<string, string>> = {
  auto: "As the target says",
  yes: "Yes",
  no: "No",
  true: "Yes",
  false: "No",
  all: "All groups",
  scope: "Those of the scope",
  none: "None",
  flatten: "Their people",
  keep: "The group itself",
  deactivate: "Deactivate",
  delete: "Delete",
  deactivateThenDelete: "Deactivate, delete later",
  leave: "Leave as they are",
  quarantine: "Hold that resource",
  stop: "Stop the run",
  lowerCase: "Yes, in lower case",
};

/** The options of a target in their order, each with what every value changes. */
export function listTargetOptionFields(): readonly TargetOptionField[] {
  return targetOptionNames.map((name) => {
    const { title, sentence, values = {} } = describeTargetOption(name);
    const range = readRange(allowedTargetOptionValues(name));
    return {
      name,
      title,
      sentence: sentence.replaceAll(/breakerPercent|deprovision deactivateThenDelete/g, (word) =>
        word === "breakerPercent" ? "the percentage" : "“Deactivate, delete later”",
      ),
      part: parts[name] ?? "protocol",
      values:
        range === undefined
          ? Object.entries(values).map(([value, consequence]) => ({
              value,
              name: name === "configuration" && value === "none" ? "Nowhere" : (valueNames[value] ?? value),
              consequence: consequence.replace("after deleteAfterDays", "some days later"),
            }))
          : [],
      range,
    };
  });
}

/** The products that a target may be made for. */
export function listTargetPresetChoices(): readonly TargetPresetChoice[] {
  return targetPresets.map(describeTargetPreset);
}

/** One preset as a form offers it. */
export function describeTargetPreset(preset: TargetPreset): TargetPresetChoice {
  const { title, exampleUrl, options } = targetPresetDefinitions[preset];
  return {
    preset,
    name: title,
    exampleUrl,
    options: formatTargetOptions(resolveTargetOptions(preset, {})),
    reasons: targetOptionNames.flatMap((option) => {
      const set = options[option];
      return set === undefined ? [] : [{ option, title: describeTargetOption(option).title, reason: set.reason }];
    }),
  };
}

/** Options as text, as forms and the command line write them. */
export function formatTargetOptions(options: TargetOptionOverrides): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
}

/** "a whole number from 1 to 365", perhaps beside "none". */
function readRange(allowed: readonly string[]): TargetOptionField["range"] {
  const found = /^a whole number from (\d+) to (\d+)$/.exec(allowed.at(-1) ?? "");
  if (found === null) return undefined;
  return { from: Number(found[1]), to: Number(found[2]), mayBeNone: allowed.includes("none") };
}
