import type { Preset } from "@/lib/directory/client-options";
import { authentikSequence } from "./authentik";
import { entraSequence, entraWithoutFlagSequence } from "./entra";
import { oktaSequence } from "./okta";
import type { Sequence, SequenceName } from "./sequence";

const sequences: Readonly<Record<SequenceName, Sequence>> = {
  okta: oktaSequence,
  entra: entraSequence,
  "entra-without-flag": entraWithoutFlagSequence,
  authentik: authentikSequence,
};

/** The sequence of this name. */
export function getSequence(name: SequenceName): Sequence {
  return sequences[name];
}

/** What can be played for a SCIM client of this preset, what fits it best first. */
export function listSequences(preset: Preset): readonly Sequence[] {
  const own = (Object.values(sequences) as readonly Sequence[]).filter(({ name }) => name.startsWith(preset));
  return [...own, ...Object.values(sequences).filter((sequence) => !own.includes(sequence))];
}
