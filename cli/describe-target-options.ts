import { describeTargetOption } from "@/lib/provisioning/target-option-descriptions";
import {
  allowedTargetOptionValues,
  resolveTargetOptions,
  targetOptionNames,
  targetPresets,
} from "@/lib/provisioning/target-options";
import { targetPresetDefinitions } from "@/lib/provisioning/target-presets";
import { formatFields } from "./format-text";

/** The presets of targets with what each sets, for the help. */
export function describeTargetPresets(): string {
  const lines = targetPresets.map((preset): [string, string] => {
    const { title, options } = targetPresetDefinitions[preset];
    const settings = Object.entries(options).map(([name, { value }]) => `${name}=${value}`);
    return [preset, settings.length === 0 ? title : `${title}. Sets ${settings.join(" ")}`];
  });
  return `Presets:\n${formatFields(lines)}`;
}

/** The options of targets with their values, what follows from each, and which is the default, for the help. */
export function describeTargetOptions(): string {
  const defaults = resolveTargetOptions("generic", {});
  const blocks = targetOptionNames.map((name) => {
    const { sentence, values = {} } = describeTargetOption(name);
    const lines = allowedTargetOptionValues(name).map((value): [string, string] => {
      const consequence = values[value] ?? "";
      const isDefault = value === String(defaults[name]) || (Object.keys(values).length === 0 && value !== "none");
      const mark = isDefault ? `(default${value === String(defaults[name]) ? "" : ` ${defaults[name]}`})` : "";
      return [`  ${value}`, [consequence, mark].filter((part) => part !== "").join(" ")];
    });
    return `  ${name}: ${sentence}\n${formatFields(lines)}`;
  });
  return `Options:\n${blocks.join("\n")}`;
}
