import { type ClientOptionOverrides, listContraryToStrict, withOption } from "@/lib/directory/client-option-overrides";
import { isPreset, type Preset, parseClientOption, presets } from "@/lib/directory/client-options";
import { findNearestName } from "@/lib/scim/nearest-name";
import { accept, type Result, refuse } from "./result";

/** Reads the name of a preset. */
export function readPreset(text: string): Result<Preset> {
  if (isPreset(text)) {
    return accept(text);
  }
  const closest = findNearestName(text, presets);
  const suggestion = closest === undefined ? "" : ` Did you mean "${closest}"?`;
  return refuse(`There is no preset "${text}".${suggestion} The presets are ${presets.join(", ")}.`, "preset");
}

/**
 * `overrides` with the given options set, each a name and a value as text. What `strict` decides cannot be set to
 * anything else, whichever of the two was set first.
 */
export function readClientOptions(
  preset: Preset,
  overrides: ClientOptionOverrides,
  options: ReadonlyMap<string, string>,
): Result<ClientOptionOverrides> {
  let next = overrides;
  for (const [name, text] of options) {
    const option = parseClientOption(name, text);
    if (!option.ok) {
      return refuse(option.message, "options");
    }
    next = withOption(next, option.name, option.value);
  }
  const [contrary] = listContraryToStrict(preset, next);
  if (contrary !== undefined) {
    const { option, value, strictValue } = contrary;
    return refuse(
      `A strict SCIM client always has ${option}=${strictValue}, so that it cannot have ${option}=${value}. Set ${option}=${strictValue}, or strict=false, in the same command.`,
      "options",
    );
  }
  return accept(next);
}
