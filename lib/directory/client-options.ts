import { z } from "zod";
import { roles } from "./role";

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
} as const satisfies Record<string, Partial<ClientOptions>>;

export type Preset = keyof typeof presetOptions;

export const presets = Object.keys(presetOptions) as readonly Preset[];

/** Whether `text` is the name of a preset. */
export function isPreset(text: string): text is Preset {
  return presets.some((preset) => preset === text);
}

/**
 * The options that hold for a SCIM client: those set on it, else its preset's, else the generic defaults.
 *
 * @param overrides what was set on the client itself
 */
export function resolveClientOptions(preset: Preset, overrides: Partial<ClientOptions>): ClientOptions {
  return clientOptionsSchema.parse({ ...presetOptions[preset], ...overrides });
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
  const allowed = allowedOptionValues(optionName);
  const value = allowed.find((candidate) => String(candidate) === text);
  if (value === undefined) {
    return {
      ok: false,
      message: `The option ${optionName} cannot be "${text}". Its values are ${allowed.join(", ")}.`,
    };
  }
  return { ok: true, name: optionName, value };
}

/** The values that an option may have. */
export function allowedOptionValues(name: ClientOptionName): readonly ClientOptions[ClientOptionName][] {
  const definition = definitions[name].unwrap();
  return definition instanceof z.ZodBoolean ? [true, false] : definition.options;
}
