import { parseArgs } from "node:util";
import { type ContestantName, contestantNames } from "./contestants/contestant-names";
import { getPhase, phaseNames } from "./phases/all-phases";

export type BenchOptions = {
  readonly contestants: readonly ContestantName[];
  readonly phases: readonly string[];
  readonly people: number;
  readonly rounds: number;
  readonly connections: readonly number[];
  /** Of the requests that a phase of the whole measurement sends. */
  readonly scale: number;
  /** Whether docs/performance.md is to tell of it: only of a whole measurement, unless the command line says otherwise. */
  readonly write: boolean;
};

const whole = { people: "5000", rounds: "3", connections: "1,16,64", scale: "1" };
const quick = { people: "500", rounds: "1", connections: "16", scale: "0.5" };

/**
 * Reads the command line. `--quick` is for development; the other options go before what it sets.
 *
 * @throws Error saying which value is wrong
 */
export function readOptions(commandLine: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      phases: { type: "string" },
      people: { type: "string" },
      rounds: { type: "string" },
      connections: { type: "string" },
      scale: { type: "string" },
      write: { type: "boolean" },
    },
  });
  const defaults = values.quick ? quick : whole;
  const people = readNumber("people", values.people ?? defaults.people);
  // There must be a page, and a page before the last one.
  if (people < 300) throw new Error("--people must be 300 or more.");
  return {
    contestants: values.only === undefined ? contestantNames : splitList(values.only).map(checkContestant),
    phases: values.phases === undefined ? phaseNames : splitList(values.phases).map((name) => getPhase(name).name),
    people,
    rounds: readNumber("rounds", values.rounds ?? defaults.rounds),
    connections: splitList(values.connections ?? defaults.connections).map((one) => readNumber("connections", one)),
    scale: readNumber("scale", values.scale ?? defaults.scale),
    write: values.write ?? commandLine.length === 0,
  };
}

function splitList(text: string): string[] {
  return text.split(",").map((one) => one.trim());
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} needs a number, not "${text}".`);
  return value;
}

function checkContestant(name: string): ContestantName {
  const known = contestantNames.find((one) => one === name);
  if (known !== undefined) return known;
  throw new Error(`There is no contestant "${name}". They are ${contestantNames.join(", ")}.`);
}
