"use client";

import { useState } from "react";
import type { TargetOptionField } from "@/lib/console/targets/option-fields";

/** What was chosen apart from the preset, by the options' names. */
export type ChosenOptions = Readonly<Record<string, string>>;

export type TargetChoices = {
  readonly chosen: ChosenOptions;
  /** What the option is now. */
  read(field: Pick<TargetOptionField, "name">): string;
  choose(field: Pick<TargetOptionField, "name">, value: string): void;
  /** Forgets what was chosen, or takes this in its place. */
  reset(chosen?: ChosenOptions): void;
};

/**
 * The options of a form: what the preset says, and what the person chose.
 *
 * @param preset the options of the preset that is chosen
 * @param initial what is set on the target itself
 */
export function useTargetChoices(preset: ChosenOptions, initial: ChosenOptions): TargetChoices {
  const [chosen, setChosen] = useState(initial);
  return {
    chosen,
    read: ({ name }) => chosen[name] ?? preset[name] ?? "",
    choose: ({ name }, value) => {
      const { [name]: _before, ...others } = chosen;
      setChosen(value === preset[name] ? others : { ...others, [name]: value });
    },
    reset: (next = {}) => setChosen(next),
  };
}
