import { z } from "zod";

/** One end-to-end test as it came out. `name` holds the titles of the groups around it too. */
export type EndToEndTest = { readonly file: string; readonly name: string; readonly passed: boolean };

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      projectName: z.string(),
      expectedStatus: z.string(),
      status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
    }),
  ),
});

const suiteSchema = z.object({
  title: z.string(),
  specs: z.array(specSchema),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});

const reportSchema = z.object({ suites: z.array(suiteSchema) });

/**
 * The tests of one project in a report of Playwright's JSON reporter. A test that was skipped, is expected to fail or
 * passed only when repeated has not passed.
 *
 * @throws ZodError when it is not such a report
 */
export function readEndToEndReport(json: unknown, project: string): EndToEndTest[] {
  // The outermost suites are files; their titles are paths and name no case.
  return reportSchema.parse(json).suites.flatMap((file) => readSuite(file, [], project));
}

function readSuite(suite: z.infer<typeof suiteSchema>, groups: readonly string[], project: string): EndToEndTest[] {
  const own = suite.specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ projectName }) => projectName === project)
      .map(({ status, expectedStatus }) => ({
        file,
        name: [...groups, title].filter((part) => part !== "").join(" "),
        passed: status === "expected" && expectedStatus === "passed",
      })),
  );
  const inner = (suite.suites ?? []).flatMap((group) => readSuite(group, [...groups, group.title], project));
  return [...own, ...inner];
}
