import { readCaseNumbers } from "./case-numbers";
import type { ChecklistPart } from "./checklist";
import type { EndToEndTest } from "./end-to-end-report";

/** How the checklist came out: the numbers that hold, and a sentence for everything that is wrong. */
export type Coverage = { readonly held: ReadonlySet<string>; readonly problems: readonly string[] };

/**
 * Holds the checklist against the tests that name its cases. A case holds when at least one test names it and all that
 * do have passed. A number that the checklist does not have is a mistake in the test's name.
 */
export function coverChecklist(checklist: readonly ChecklistPart[], tests: readonly EndToEndTest[]): Coverage {
  const cases = new Map(
    checklist.flatMap((part) => Object.keys(part.cases)).map((number) => [number, new Set<EndToEndTest>()]),
  );
  const unknown: string[] = [];
  for (const test of tests) {
    for (const number of readCaseNumbers(test.name)) {
      const naming = cases.get(number);
      if (naming === undefined)
        unknown.push(`${test.file} names ${number}, which the checklist does not have: ${test.name}`);
      naming?.add(test);
    }
  }

  const held = new Set<string>();
  const problems: string[] = [];
  for (const [number, naming] of cases) {
    const notPassed = [...naming].filter(({ passed }) => !passed);
    if (naming.size === 0) problems.push(`${number} is named by no end-to-end test.`);
    else if (notPassed.length === 0) held.add(number);
    problems.push(...notPassed.map(({ file, name }) => `${number} did not pass: ${name} (${file})`));
  }
  return { held, problems: [...problems, ...unknown] };
}
