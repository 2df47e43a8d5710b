import { type TargetOptionOverrides, withTargetOption } from "@/lib/provisioning/target-option-overrides";
import {
  isTargetPreset,
  parseTargetOption,
  type TargetPreset,
  targetOptionNames,
  targetPresets,
} from "@/lib/provisioning/target-options";
import { findNearestName } from "@/lib/scim/nearest-name";
import { accept, type Result, refuse } from "../result";

/** Reads the name of a target's preset. */
export function readTargetPreset(text: string): Result<TargetPreset> {
  if (isTargetPreset(text)) return accept(text);
  const closest = findNearestName(text, targetPresets);
  const suggestion = closest === undefined ? "" : ` Did you mean "${closest}"?`;
  return refuse(`There is no preset "${text}".${suggestion} The presets are ${targetPresets.join(", ")}.`, "preset");
}

/**
 * `overrides` with the given options set, each a name and a value as text. A refusal names the option in `field` when a form
 * asks for each by its own field.
 */
export function readTargetOptions(
  overrides: TargetOptionOverrides,
  options: ReadonlyMap<string, string>,
  field?: "own",
): Result<TargetOptionOverrides> {
  let next = overrides;
  for (const [name, text] of options) {
    const option = parseTargetOption(name, text);
    if (!option.ok) {
      const closest = findNearestName(name, targetOptionNames);
      const isKnown = targetOptionNames.some((known) => known === name);
      const suggestion = isKnown || closest === undefined ? "" : ` Did you mean ${closest}?`;
      return refuse(`${option.message}${suggestion}`, field === "own" ? name : "options");
    }
    next = withTargetOption(next, option.name, option.value);
  }
  return accept(next);
}
