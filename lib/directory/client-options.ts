import { z } from "zod";
import { roles } from "./role";

/** The most requests a second that `rateLimit` may allow. */
const maxRateLimit = 10_000;

/**
 * The options of a SCIM client, with the defaults of the generic preset. The names are those of the command line and
 * of the screens.
 */
const definitions = {
  nameFormattedIncluded: z.boolean().default(true),
  createGuestsWithoutStreams: z.boolean().default(false),
  defaultRole: z.enum(roles).default("member"),
  highestGrantableRole: z.enum(roles).default("administrator"),
  onDelete: z.enum(["delete", "deactivate", "refuse"]).default("delete"),
  onExistingUser: z.enum(["conflict", "adopt"]).default("conflict"),
  onDeactivatedUser: z.enum(["conflict", "reactivate"]).default("conflict"),
  replaceOmitted: z.enum(["clear", "keep"]).default("clear"),
  requireEmail: z.boolean().default(false),
  unknownAttributes: z.enum(["ignore", "keep", "reject"]).default("ignore"),
  /** Requests a second, or "none". */
  rateLimit: z.union([z.literal("none"), z.number().int().min(1).max(maxRateLimit)]).default("none"),
  strict: z.boolean().default(false),
};

const clientOptionsSchema = z.strictObject(definitions);

export type ClientOptions = z.infer<typeof clientOptionsSchema>;
export type ClientOptionName = keyof ClientOptions;

export const clientOptionNames = Object.keys(definitions) as readonly ClientOptionName[];

const givenAndFamilyName = { nameFormattedIncluded: false } as const;

/** What each preset sets differently from the generic one. */
const presetOptions = {
  generic: {},
  okta: givenAndFamilyName,
  entra: { unknownAttributes: "keep" },
  authentik: {},
  keycloak: {},
  onelogin: givenAndFamilyName,
  jumpcloud: givenAndFamilyName,
  google: givenAndFamilyName,
  pingone: givenAndFamilyName,
  zulip: { onDelete: "refuse", replaceOmitted: "keep", requireEmail: true },
  strict: { strict: true },
} as const satisfies Record<string, Partial<ClientOptions>>;

export type Preset = keyof typeof presetOptions;

export const presets = Object.keys(presetOptions) as readonly Preset[];

/** Whether `text` is the name of a preset. */
export function isPreset(text: string): text is Preset {
  return presets.some((preset) => preset === text);
}

/** What `strict` decides, whatever the preset says: the interoperability profile leaves no choice here. */
export const strictOptions = {
  unknownAttributes: "reject",
  replaceOmitted: "clear",
  onDelete: "delete",
} as const satisfies Partial<ClientOptions>;

/**
 * The options that hold for a SCIM client: what `strict` decides, else those set on it, else its preset's, else the
 * generic defaults.
 *
 * @param overrides what was set on the client itself
 */
export function resolveClientOptions(preset: Preset, overrides: Partial<ClientOptions>): ClientOptions {
  const options = clientOptionsSchema.parse({ ...presetOptions[preset], ...overrides });
  return options.strict ? { ...options, ...strictOptions } : options;
}

export type ParsedOption =
  | { readonly ok: true; readonly name: ClientOptionName; readonly value: ClientOptions[ClientOptionName] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads an option given as text, as the command line does.
 *
 * @returns the option, or a sentence saying which names or values there are
 */
export function parseClientOption(name: string, text: string): ParsedOption {
  const optionName = clientOptionNames.find((known) => known === name);
  if (optionName === undefined) {
    return { ok: false, message: `There is no option "${name}". The options are ${clientOptionNames.join(", ")}.` };
  }
  const parsed = definitions[optionName].safeParse(readValue(text));
  if (!parsed.success) {
    const values = allowedOptionValues(optionName).join(", ");
    return { ok: false, message: `The option ${optionName} cannot be "${text}". Its values are ${values}.` };
  }
  return { ok: true, name: optionName, value: parsed.data };
}

function readValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^[1-9]\d*$/.test(text) ? Number(text) : text;
}

/** Whether `value` may be kept as the option's value. */
export function isOptionValue<Name extends ClientOptionName>(name: Name, value: unknown): value is ClientOptions[Name] {
  return value !== undefined && definitions[name].safeParse(value).success;
}

/** The values that an option may have, in words: a range is one of them. */
export function allowedOptionValues(name: ClientOptionName): readonly string[] {
  const definition = definitions[name].unwrap();
  if (definition instanceof z.ZodBoolean) return ["true", "false"];
  return definition instanceof z.ZodEnum ? definition.options : ["none", `a whole number from 1 to ${maxRateLimit}`];
}
