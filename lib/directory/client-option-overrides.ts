import {
  type ClientOptionName,
  type ClientOptions,
  clientOptionNames,
  isOptionValue,
  type Preset,
  resolveClientOptions,
  strictOptions,
} from "./client-options";

/** The options that were set on one SCIM client itself. */
export type ClientOptionOverrides = Partial<ClientOptions>;

/** `overrides` with one option set. */
export function withOption<Name extends ClientOptionName>(
  overrides: ClientOptionOverrides,
  name: Name,
  value: ClientOptions[Name],
): ClientOptionOverrides {
  const next = { ...overrides };
  next[name] = value;
  return next;
}

/**
 * Reads the overrides back from storage. Names and values that this version does not know are left out, so that going
 * back to an older version does not lock a client out.
 *
 * @param stored an object of option names and values
 */
export function readOptionOverrides(stored: Readonly<Record<string, unknown>>): ClientOptionOverrides {
  return clientOptionNames.reduce<ClientOptionOverrides>((overrides, name) => {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined;
    return isOptionValue(name, value) ? withOption(overrides, name, value) : overrides;
  }, {});
}

export type ContraryOption = {
  readonly option: keyof typeof strictOptions;
  readonly value: string;
  readonly strictValue: string;
};

/** The options that were set on a client to something else than `strict` decides; none on a client that is not strict. */
export function listContraryToStrict(preset: Preset, overrides: ClientOptionOverrides): readonly ContraryOption[] {
  if (!resolveClientOptions(preset, overrides).strict) return [];
  const names = ["unknownAttributes", "replaceOmitted", "onDelete"] as const;
  return names.flatMap((option) => {
    const value = overrides[option];
    const strictValue = strictOptions[option];
    return value === undefined || value === strictValue ? [] : [{ option, value, strictValue }];
  });
}

export type OptionChange = {
  readonly option: ClientOptionName;
  readonly before: ClientOptions[ClientOptionName];
  readonly after: ClientOptions[ClientOptionName];
};

/** The options that hold differently afterwards. */
export function listOptionChanges(before: ClientOptions, after: ClientOptions): readonly OptionChange[] {
  return clientOptionNames
    .filter((name) => before[name] !== after[name])
    .map((option) => ({ option, before: before[option], after: after[option] }));
}
