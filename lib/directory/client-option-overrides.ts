import {
  type ClientOptionName,
  type ClientOptions,
  clientOptionNames,
  type Preset,
  resolveClientOptions,
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
 * Reads the overrides back from storage. Names that this version does not know are left out, so that going back to an
 * older version does not lock a client out.
 *
 * @param stored an object of option names and values
 */
export function readOptionOverrides(preset: Preset, stored: Readonly<Record<string, unknown>>): ClientOptionOverrides {
  const known = clientOptionNames.filter((name) => Object.hasOwn(stored, name));
  const resolved = resolveClientOptions(preset, Object.fromEntries(known.map((name) => [name, stored[name]])));
  return known.reduce<ClientOptionOverrides>((overrides, name) => withOption(overrides, name, resolved[name]), {});
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
