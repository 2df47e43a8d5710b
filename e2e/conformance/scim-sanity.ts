import { z } from "zod";
import { runProgram } from "./run-program";
import type { SuiteResult } from "./suite-result";
import { toStableMessage } from "./suite-result";

const reportSchema = z.object({
  results: z
    .array(
      z.object({
        name: z.string(),
        status: z.enum(["pass", "fail", "warn", "skip", "error"]),
        message: z.string().default(""),
        phase: z.string(),
      }),
    )
    .min(1),
});

const outcomes = { pass: "passed", fail: "failed", error: "failed", warn: "warned", skip: "skipped" } as const;

/**
 * Runs scim-sanity's probe in its strict mode.
 *
 * @param folder where the virtual environment has its programs
 * @throws Error with what it printed when that is no report
 */
export async function runScimSanity(
  folder: string,
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
): Promise<SuiteResult[]> {
  const probe = ["probe", baseUrl, "--token", token, "--strict", "--json-output", "--i-accept-side-effects"];
  const { stdout, output } = await runProgram(`${folder}/scim-sanity`, probe);
  try {
    return parseScimSanity(stdout);
  } catch (cause) {
    throw new Error(`scim-sanity gave no report:\n${output}`, { cause });
  }
}

/** The results in scim-sanity's JSON report. @throws SyntaxError, ZodError when it is none */
export function parseScimSanity(output: string): SuiteResult[] {
  return reportSchema.parse(JSON.parse(output)).results.map(({ name, status, message, phase }) => {
    // Phases are numbered; a phase that was left out whole has one result of its own name.
    const group = phase.replace(/^Phase \w+ — /, "");
    return {
      check: toStableMessage(group === name ? name : `${group}: ${name}`),
      outcome: outcomes[status],
      message: toStableMessage(message),
    };
  });
}
