import type { Deviation } from "./deviations";
import type { SuiteResult } from "./suite-result";

/** A result, and the deviation that it was expected to be. */
export type JudgedResult = SuiteResult & { readonly expected: Deviation | undefined };

/** Results with what was expected of them, and a sentence for everything that is wrong. */
export type Judgement = { readonly results: readonly JudgedResult[]; readonly problems: readonly string[] };

/** Holds results against the deviations that are expected of this suite with this client. */
export function judgeResults(results: readonly SuiteResult[], deviations: readonly Deviation[]): Judgement {
  const judged = results.map((result) => ({ ...result, expected: deviations.find((one) => isSame(one, result)) }));
  const notPassed = judged.filter(({ outcome, expected }) => outcome !== "passed" && expected === undefined);
  const stale = deviations.filter((deviation) => !judged.some(({ expected }) => expected === deviation));
  return {
    results: judged,
    problems: [
      ...notPassed.map(({ check, outcome, message }) => `${check}: ${outcome}: ${message}`),
      ...stale.map(
        ({ check, outcome, message }) =>
          `${check}: this is not ${outcome} any more ("${message}"): take it out of e2e/conformance/deviations.ts.`,
      ),
    ],
  };
}

function isSame(deviation: Deviation, result: SuiteResult): boolean {
  return (
    deviation.check === result.check && deviation.outcome === result.outcome && deviation.message === result.message
  );
}
