import { describe, expect, test } from "vitest";
import { takeTurns } from "./measure";
import { readOptions } from "./options";
import { phaseNames } from "./phases/all-phases";

describe("the command line", () => {
  test("measures everything and writes it down when it says nothing", () => {
    const options = readOptions([]);
    expect(options.connections).toEqual([1, 16, 64]);
    expect(options.phases).toEqual(phaseNames);
    expect(options.write).toBe(true);
  });

  test("goes before what --quick sets, and does not write into the documentation", () => {
    const options = readOptions(["--quick", "--rounds", "4", "--only", "roster,floor", "--phases", "get, list page"]);
    expect(options).toMatchObject({ rounds: 4, connections: [16], write: false });
    expect(options.contestants).toEqual(["roster", "floor"]);
    expect(options.phases).toEqual(["get", "list page"]);
  });

  test("is refused where it names what is not there", () => {
    expect(() => readOptions(["--only", "roster,nobody"])).toThrow('no contestant "nobody"');
    expect(() => readOptions(["--phases", "fly"])).toThrow('no phase "fly"');
    expect(() => readOptions(["--rounds", "many"])).toThrow('--rounds needs a number, not "many"');
    expect(() => readOptions(["--people", "10"])).toThrow("--people must be");
  });
});

test("everybody goes first as often as everybody else", () => {
  const turns = Array.from({ length: 12 }, (_, turn) => takeTurns(["a", "b", "c"], turn));
  expect(turns.every((turn) => turn.toSorted().join("") === "abc")).toBe(true);
  for (const name of ["a", "b", "c"]) expect(turns.filter(([first]) => first === name)).toHaveLength(4);
});
