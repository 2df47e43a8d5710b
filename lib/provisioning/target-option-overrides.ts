import { isTargetOptionValue, type TargetOptionName, type TargetOptions, targetOptionNames } from "./target-options";

/** The options that were set on one target itself. */
export type TargetOptionOverrides = Partial<TargetOptions>;

/** `overrides` with one option set. */
export function withTargetOption<Name extends TargetOptionName>(
  overrides: TargetOptionOverrides,
  name: Name,
  value: TargetOptions[Name],
): TargetOptionOverrides {
  const next = { ...overrides };
  next[name] = value;
  return next;
}

/**
 * Reads the overrides back from storage. Names and values that this version does not know are left out, so that going
 * back to an older version does not stop a target.
 *
 * @param stored an object of option names and values
 */
export function readTargetOptionOverrides(stored: Readonly<Record<string, unknown>>): TargetOptionOverrides {
  return targetOptionNames.reduce<TargetOptionOverrides>((overrides, name) => {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined;
    return isTargetOptionValue(name, value) ? withTargetOption(overrides, name, value) : overrides;
  }, {});
}

export type TargetOptionChange = {
  readonly option: TargetOptionName;
  readonly before: TargetOptions[TargetOptionName];
  readonly after: TargetOptions[TargetOptionName];
};

/** The options that hold differently afterwards. */
export function listTargetOptionChanges(before: TargetOptions, after: TargetOptions): readonly TargetOptionChange[] {
  return targetOptionNames
    .filter((name) => before[name] !== after[name])
    .map((option) => ({ option, before: before[option], after: after[option] }));
}
