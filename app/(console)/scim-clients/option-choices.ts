"use client";

import { useState } from "react";
import type { OptionField, OptionTexts } from "@/lib/console/option-fields";

/** What was chosen apart from the preset, by the options' names. */
export type ChosenOptions = Readonly<Record<string, string>>;

export type OptionChoices = {
  readonly chosen: ChosenOptions;
  /** What the option is now. */
  read(field: OptionField): string;
  /** What the option is unless somebody chooses otherwise. */
  readDefault(field: OptionField): string;
  choose(field: OptionField, value: string): void;
  /** Why what was chosen cannot be, in words; undefined when it can. */
  findProblem(field: OptionField): string | undefined;
  /** Forgets what was chosen, or takes this in its place. */
  reset(chosen?: ChosenOptions): void;
};

/**
 * The options of a form: what the preset says, what strict decides whatever the preset says, and what the person chose.
 *
 * @param preset the options of the preset that is chosen
 * @param initial what is set on the client itself
 */
export function useOptionChoices(preset: OptionTexts, initial: ChosenOptions): OptionChoices {
  const [chosen, setChosen] = useState(initial);
  const isStrict = (chosen.strict ?? preset.strict) === "true";
  const readDefault = (field: OptionField) =>
    isStrict && field.strictValue !== undefined ? field.strictValue : preset[field.name];
  return {
    chosen,
    read: (field) => chosen[field.name] ?? readDefault(field),
    readDefault,
    choose: (field, value) => {
      const { [field.name]: _before, ...others } = chosen;
      setChosen(value === readDefault(field) ? others : { ...others, [field.name]: value });
    },
    findProblem: (field) => {
      const value = chosen[field.name];
      if (!isStrict || value === undefined || field.strictValue === undefined || value === field.strictValue) {
        return undefined;
      }
      const name = field.values.find((known) => known.value === field.strictValue)?.name ?? field.strictValue;
      return `A client that is held to the letter always has “${name}” here. Choose that, or make it less exact below.`;
    },
    reset: (next = {}) => setChosen(next),
  };
}
