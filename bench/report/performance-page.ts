import type { Results } from "./results";
import { findMedian } from "./summarise";
import { createTables, formatAsMarkdown, listFailures } from "./tables";

const begin = "<!-- Written by npm run bench: what stands between the two comments is overwritten. -->";
const end = "<!-- End of what npm run bench writes. -->";

/**
 * Puts the results where the page has them.
 *
 * @throws Error when the page has no place for them
 */
export function writeIntoPage(page: string, results: Results): string {
  const beginsAt = page.indexOf(begin);
  const endsAt = page.indexOf(end);
  if (beginsAt === -1 || endsAt < beginsAt) throw new Error("docs/performance.md has no place for the results.");
  return `${page.slice(0, beginsAt + begin.length)}\n${formatResults(results)}\n${page.slice(endsAt)}`;
}

function formatResults({ setting, measurements }: Results): string {
  const { at, machine, versions, people, rounds } = setting;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const generatorLoad = findMedian(measurements.filter(({ requests }) => requests > 0).map((one) => one.generatorLoad));
  const failures = listFailures(measurements);
  return [
    `Measured on ${at.slice(0, 10)} in ${rounds} rounds with ${people} people, on ${machine.cores} cores (${machine.cpu}) and ${machine.memoryGB} GB, with ${names.join(", ")}. The load generator took ${Math.round(generatorLoad * 100)} % of one core in the median.`,
    ...createTables(measurements, setting.contestants).map(formatAsMarkdown),
    ...(failures.length === 0 ? [] : ["What did not count, because an answer was wrong or a write was lost:"]),
    ...(failures.length === 0 ? [] : [failures.map((failure) => `- ${escapeMarkdown(failure)}`).join("\n")]),
  ].join("\n\n");
}

/** Answers are quoted, and nothing in them is to be read as Markdown. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, "\\$&");
}
