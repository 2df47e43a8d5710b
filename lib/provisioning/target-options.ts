import { z } from "zod";
import { targetPresetDefinitions } from "./target-presets";

/** The products that there is a preset for; "generic" is any other. */
export const targetPresets = [
  "generic",
  "aws",
  "slack",
  "salesforce",
  "webex",
  "vcenter",
  "gitlab",
  "github",
  "google",
  "zulip",
] as const;

export type TargetPreset = (typeof targetPresets)[number];

/** Whether `text` is the name of a preset. */
export function isTargetPreset(text: string): text is TargetPreset {
  return targetPresets.some((name) => name === text);
}

/** What an override of a capability says: what the target says, or otherwise. */
const override = z.enum(["auto", "yes", "no"]).default("auto");

const wholeNumber = (from: number, to: number) => z.number().int().min(from).max(to);

/**
 * The options of a target, with the defaults of the generic preset. The names are those of the command line and of the
 * screens; target-option-descriptions.ts says what each decides.
 */
const definitions = {
  /** Which groups are provisioned: all, those of the scope, or none. */
  groups: z.enum(["all", "scope", "none"]).default("all"),
  /** Whether members of groups within a group count as its members, or the group itself is named as one. */
  nestedGroups: z.enum(["flatten", "keep"]).default("flatten"),
  includeGuests: z.boolean().default(true),
  /** Whether people who are not active, and whom the target does not know yet, are made there. */
  createInactive: z.boolean().default(true),
  deprovision: z.enum(["deactivate", "delete", "deactivateThenDelete", "leave"]).default("deactivate"),
  /** For deactivateThenDelete: days between the two. */
  deleteAfterDays: wholeNumber(1, 365).default(30),
  onInvalid: z.enum(["quarantine", "stop"]).default("quarantine"),
  /** A run, or an hour, that would deprovision more than this share of those provisioned, in percent, is held. */
  breakerPercent: wholeNumber(1, 100).default(10),
  /** So many deprovisions are never held. */
  breakerMinimum: wholeNumber(0, 100_000).default(5),
  /** Requests a second, or "none". */
  requestsPerSecond: z.union([z.literal("none"), wholeNumber(1, 1_000)]).default("none"),
  /** Requests at once, over all workers. */
  concurrency: wholeNumber(1, 32).default(4),
  syncPassword: z.boolean().default(false),
  patch: override,
  /** Whether people are changed by PUT, and PATCH is kept for groups. */
  putUsers: override,
  bulk: override,
  filter: override,
  etag: override,
  valuePaths: override,
  membersListed: override,
  onlyActiveChanges: override,
  /** What an element of `members` carries besides `value`: lowerCase is "user" instead of "User". */
  memberType: z.enum(["auto", "yes", "lowerCase", "no"]).default("auto"),
  membersPerPatch: wholeNumber(1, 10_000).default(100),
  pageSize: wholeNumber(1, 1_000).default(100),
  /** Whether lists are read by cursor instead of startIndex. @see RFC 9865 */
  cursorPaging: override,
  /** Whether ServiceProviderConfig is asked for, and where. */
  configuration: z.enum(["ServiceProviderConfig", "ServiceProviderConfigs", "none"]).default("ServiceProviderConfig"),
};

const targetOptionsSchema = z.strictObject(definitions);

export type TargetOptions = z.infer<typeof targetOptionsSchema>;
export type TargetOptionName = keyof TargetOptions;

export const targetOptionNames = Object.keys(definitions) as readonly TargetOptionName[];

/**
 * The options that hold for a target: those set on it, else its preset's, else the generic defaults.
 *
 * @param overrides what was set on the target itself
 */
export function resolveTargetOptions(preset: TargetPreset, overrides: Partial<TargetOptions>): TargetOptions {
  const presetValues = Object.fromEntries(
    Object.entries(targetPresetDefinitions[preset].options).map(([name, { value }]) => [name, value]),
  );
  return targetOptionsSchema.parse({ ...presetValues, ...overrides });
}

export type ParsedTargetOption =
  | { readonly ok: true; readonly name: TargetOptionName; readonly value: TargetOptions[TargetOptionName] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads an option given as text, as the command line does.
 *
 * @returns the option, or a sentence saying which names or values there are
 */
export function parseTargetOption(name: string, text: string): ParsedTargetOption {
  const optionName = targetOptionNames.find((known) => known === name);
  if (optionName === undefined) {
    return { ok: false, message: `There is no option "${name}". The options are ${targetOptionNames.join(", ")}.` };
  }
  const parsed = definitions[optionName].safeParse(readValue(text));
  if (!parsed.success) {
    const values = allowedTargetOptionValues(optionName).join(", ");
    return { ok: false, message: `The option ${optionName} cannot be "${text}". Its values are ${values}.` };
  }
  return { ok: true, name: optionName, value: parsed.data };
}

function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text;
}

/** Whether `value` may be kept as the option's value. */
export function isTargetOptionValue<Name extends TargetOptionName>(
  name: Name,
  value: unknown,
): value is TargetOptions[Name] {
  return value !== undefined && definitions[name].safeParse(value).success;
}

/** The values that an option may have, in words: a range is one of them. */
export function allowedTargetOptionValues(name: TargetOptionName): readonly string[] {
  const definition = definitions[name].unwrap();
  if (definition instanceof z.ZodBoolean) return ["true", "false"];
  if (definition instanceof z.ZodEnum) return definition.options;
  if (definition instanceof z.ZodUnion) return ["none", formatRange(definition.options[1])];
  return [formatRange(definition)];
}

function formatRange({ minValue, maxValue }: z.ZodNumber): string {
  return `a whole number from ${minValue} to ${maxValue}`;
}
