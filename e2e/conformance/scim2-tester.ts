import { runProgram } from "./run-program";
import type { SuiteResult } from "./suite-result";
import { toStableMessage } from "./suite-result";

const outcomes: Readonly<Record<string, SuiteResult["outcome"]>> = {
  SUCCESS: "passed",
  COMPLIANT: "passed",
  ACCEPTABLE: "passed",
  DEVIATION: "warned",
  ERROR: "failed",
  CRITICAL: "failed",
  SKIPPED: "skipped",
};

const resultLine = new RegExp(`^(${Object.keys(outcomes).join("|")}) (\\w+)$`);
const resourceTypesLine = /^Resource types available are: (.*)$/;

/**
 * Runs scim2-tester through scim2-cli.
 *
 * @param folder where the virtual environment has its programs
 * @throws Error with what it printed when it printed no result
 */
export async function runScim2Tester(
  folder: string,
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
): Promise<SuiteResult[]> {
  const { stdout, output } = await runProgram(`${folder}/scim2`, ["--url", baseUrl, "test"], {
    // A token on a command line could be seen by others on the machine.
    SCIM_CLI_HEADERS: `Authorization: Bearer ${token}`,
    // The server is on this machine, whatever proxy the person's environment names.
    NO_PROXY: "localhost",
    NO_COLOR: "1",
  });
  const results = parseScim2Tester(stdout);
  if (results.length === 0) throw new Error(`scim2-tester gave no result:\n${output}`);
  return results;
}

/**
 * The results in what `scim2 test` prints: a line with status and name of the check, then its reason, indented. The
 * checks of a resource type do not name it; they follow each other in the order in which the types are listed, and each
 * row of them begins with `object_creation`.
 */
export function parseScim2Tester(output: string): SuiteResult[] {
  const results: { status: string; name: string; reason: string[] }[] = [];
  for (const line of output.split("\n")) {
    const [, status, name] = resultLine.exec(line) ?? [];
    if (status !== undefined && name !== undefined) results.push({ status, name, reason: [] });
    else results.at(-1)?.reason.push(line);
  }

  let resourceTypes: string[] = [];
  let resourceType: string | undefined;
  return results.map(({ status, name, reason }) => {
    const message = toStableMessage(reason.join("\n").trim());
    const listed = resourceTypesLine.exec(message)?.[1];
    if (listed !== undefined) resourceTypes = listed.split(", ").map((quoted) => quoted.slice(1, -1));
    if (name === "object_creation") resourceType = resourceTypes.shift();
    return {
      check: resourceType === undefined ? name : `${resourceType}: ${name}`,
      outcome: outcomes[status] ?? "failed",
      message,
    };
  });
}
