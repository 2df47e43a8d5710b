/** The suites that others wrote, by the names of their packages. */
export type SuiteName = "scim2-tester" | "scim-sanity";

/** The presets of the SCIM clients that the suites are run against. Only `strict` decides. */
export type ClientPreset = "strict" | "generic";

/** One result of a suite. */
export type SuiteResult = {
  /** What was looked at and how, as the suite calls it; several results may have the same. */
  readonly check: string;
  readonly outcome: "passed" | "failed" | "warned" | "skipped";
  /** The suite's own words in one line, without anything that differs from run to run. */
  readonly message: string;
};

const identifier = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** A suite's message as it is in every run: its first line, ids left out. */
export function toStableMessage(text: string): string {
  return (text.split("\n")[0] ?? "").replaceAll(identifier, "{id}").trim();
}
