import type { Capabilities, Capability } from "./capabilities";
import type { Target } from "./target";
import type { TargetOptions } from "./target-options";
import { targetPresetDefinitions } from "./target-presets";

/** The options that override what a target says of itself with yes or no. */
export type OverrideName = {
  [Name in keyof TargetOptions]: TargetOptions[Name] extends "auto" | "yes" | "no" ? Name : never;
}[keyof TargetOptions];

type Chosen = Pick<Target, "preset" | "options">;

/** Whether a person decided it on the target itself, with yes or no: then nothing else has a say. */
export function isSetByPerson(name: OverrideName, { preset, options }: Chosen): boolean {
  const chosen = options[name];
  return chosen !== "auto" && chosen !== targetPresetDefinitions[preset].options[name]?.value;
}

/**
 * What holds, of those who have a say, the strongest last: the target itself, its preset, what the target was found to do
 * otherwise, and what a person has set.
 *
 * @param said what the target says, or what Roster takes for granted where it says nothing
 * @param found what was found otherwise
 */
export function decideFlag(
  name: OverrideName,
  { preset, options }: Chosen,
  said: Capability<boolean>,
  found?: Capability<boolean>,
): Capability<boolean> {
  const chosen = options[name];
  const ofPreset = targetPresetDefinitions[preset].options[name];
  if (isSetByPerson(name, { preset, options })) {
    return { value: chosen === "yes", reason: `The option ${name} of this target says ${chosen}.` };
  }
  if (found !== undefined) return found;
  // Set to "auto" on the target, the preset is passed over too.
  return chosen === "auto" || ofPreset === undefined
    ? said
    : { value: ofPreset.value === "yes", reason: ofPreset.reason };
}

/**
 * A count that is an option: what a person set, else the lower of it and what the target allows.
 *
 * @param allowed the most that the target takes, where it says so
 */
export function decideCount(
  name: "membersPerPatch" | "pageSize",
  { preset, options }: Chosen,
  standard: number,
  allowed?: Capability<number>,
): Capability<number> {
  const value = options[name];
  const ofPreset = targetPresetDefinitions[preset].options[name];
  if (value !== (ofPreset?.value ?? standard))
    return { value, reason: `The option ${name} of this target says ${value}.` };
  if (allowed !== undefined && allowed.value < value) return allowed;
  return { value, reason: ofPreset?.reason ?? `${value} is what Roster asks for where nothing else is said.` };
}

/** Whether members carry their type, and how it is written: neither a document nor a quirk has a say. */
export function decideMemberType({
  preset,
  options: { memberType },
}: Chosen): Pick<Capabilities, "memberType" | "lowerCaseMemberType"> {
  const ofPreset = targetPresetDefinitions[preset].options.memberType;
  const reason =
    memberType === "auto"
      ? "The value of a member suffices by RFC 7643 §4.2."
      : memberType === ofPreset?.value
        ? ofPreset.reason
        : `The option memberType of this target says ${memberType}.`;
  return {
    memberType: { value: memberType === "yes" || memberType === "lowerCase", reason },
    lowerCaseMemberType: { value: memberType === "lowerCase", reason },
  };
}
