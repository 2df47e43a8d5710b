import { clientOptionDescriptions, presetDescriptions } from "@/lib/directory/client-option-descriptions";
import type { ClientOptionOverrides } from "@/lib/directory/client-option-overrides";
import { clientOptionTitles } from "@/lib/directory/client-option-titles";
import {
  type ClientOptionName,
  type ClientOptions,
  clientOptionNames,
  type Preset,
  presets,
  resolveClientOptions,
  strictOptions,
} from "@/lib/directory/client-options";
import { presetNames } from "@/lib/directory/preset-names";

/** The values of a SCIM client's options as text, by the options' names. */
export type OptionTexts = Readonly<Record<ClientOptionName, string>>;

/** One option as a form asks for it. */
export type OptionField = {
  readonly name: ClientOptionName;
  readonly title: string;
  readonly summary: string;
  /** A number is asked for beside "none". */
  readonly isNumber: boolean;
  readonly values: readonly { readonly value: string; readonly name: string; readonly consequence: string }[];
  /** What it always is on a strict client. */
  readonly strictValue: string | undefined;
};

/** One preset as a form offers it. */
export type PresetChoice = {
  readonly preset: Preset;
  readonly name: string;
  readonly description: string;
  /** What its clients have where nothing else was set. */
  readonly options: OptionTexts;
};

/** The options of a SCIM client in their order, each with what every value changes. */
export function listOptionFields(): readonly OptionField[] {
  return clientOptionNames.map((name) => {
    const { summary, consequences } = clientOptionDescriptions[name];
    const { title, values } = clientOptionTitles[name];
    const decided: Partial<Record<ClientOptionName, string>> = strictOptions;
    return {
      name,
      title,
      summary,
      isNumber: name === "rateLimit",
      values: Object.entries(consequences).map(([value, consequence]) => ({
        value,
        name: values[value] ?? value,
        consequence,
      })),
      strictValue: decided[name],
    };
  });
}

/** The identity providers that a client may be made for. */
export function listPresetChoices(): readonly PresetChoice[] {
  return presets.map(describePreset);
}

/** One preset as a form offers it. */
export function describePreset(preset: Preset): PresetChoice {
  return {
    preset,
    name: presetNames[preset],
    description: presetDescriptions[preset],
    options: formatOptions(resolveClientOptions(preset, {})),
  };
}

/** Options as text, as forms and the command line write them. */
function formatOptions(options: ClientOptions): OptionTexts {
  const { nameFormattedIncluded, createGuestsWithoutStreams, requireEmail, rateLimit, strict, ...texts } = options;
  return {
    ...texts,
    nameFormattedIncluded: String(nameFormattedIncluded),
    createGuestsWithoutStreams: String(createGuestsWithoutStreams),
    requireEmail: String(requireEmail),
    rateLimit: String(rateLimit),
    strict: String(strict),
  };
}

/** What is set on a client itself, as text. */
export function formatOverrides(overrides: ClientOptionOverrides): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, String(value)]));
}
