import { clientOptionDescriptions, presetDescriptions } from "@/lib/directory/client-option-descriptions";
import { allowedOptionValues, clientOptionNames, presets, resolveClientOptions } from "@/lib/directory/client-options";
import { formatFields } from "./format-text";

/** The presets with what each changes, for the help. */
export function describePresets(): string {
  const generic = resolveClientOptions("generic", {});
  const lines = presets.map((preset): [string, string] => {
    const options = resolveClientOptions(preset, {});
    const differing = clientOptionNames.filter((name) => options[name] !== generic[name]);
    const settings = differing.map((name) => `${name}=${options[name]}`).join(" ");
    return [preset, settings === "" ? presetDescriptions[preset] : `${presetDescriptions[preset]} Sets ${settings}`];
  });
  return `Presets:\n${formatFields(lines)}`;
}

/** The options with their values, what follows from each, and which one is the default, for the help. */
export function describeOptions(): string {
  const generic = resolveClientOptions("generic", {});
  const blocks = clientOptionNames.map((name) => {
    const { summary, consequences } = clientOptionDescriptions[name];
    const values = allowedOptionValues(name).map((value): [string, string] => {
      const consequence = consequences[value] ?? "";
      return [`  ${value}`, value === String(generic[name]) ? `${consequence} (default)` : consequence];
    });
    return `  ${name}: ${summary}\n${formatFields(values)}`;
  });
  return `Options:\n${blocks.join("\n")}`;
}
