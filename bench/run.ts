// The speed comparison: npm run bench -- [--quick] [--only roster,floor] [--phases "get,list page"] [--rounds 3] [--people 5000]
// [--connections 1,16,64] [--write]. Every server is started afresh on one PostgreSQL, filled with the same people, and takes
// turns with the others phase by phase; the load generator is a process of its own. All of it is removed afterwards.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isOurs } from "./contestants/contestant-names";
import { measure } from "./measure";
import { readOptions } from "./options";
import { writeIntoPage } from "./report/performance-page";
import { printMeasurement } from "./report/print-measurement";
import { createResults, type Results } from "./report/results";
import { createTables, formatAsText, listFailures } from "./report/tables";
import { withContestants } from "./with-contestants";

/** Rounds that do not count, before those that do. */
const warmingRounds = 2;

const root = fileURLToPath(new URL("..", import.meta.url));
const options = readOptions(process.argv.slice(2));

const results = await withContestants(options.contestants, options.people, async (running) => {
  // Programs that compile as they run, as all of these do, are compared as they are once that is done, as on a server that has
  // run for an hour: it takes thousands of requests of each kind.
  const warmest = options.connections[Math.floor(options.connections.length / 2)] ?? 16;
  const warming = { ...options, rounds: options.rounds === 1 ? 1 : warmingRounds, connections: [warmest] };
  await measure(warming, running.contestants, running.generator, () => {});
  const measurements = await measure(options, running.contestants, running.generator, printMeasurement);
  return createResults(root, options, measurements, running.postgresVersion);
});
const { measurements } = results;
const tables = createTables(measurements, options.contestants).map(formatAsText);
process.stdout.write(`\n${[...tables, listFailures(measurements).join("\n")].join("\n\n")}\n`);
await saveResults(results);
if (measurements.some(({ contestant, failure }) => failure !== undefined && isOurs(contestant))) process.exitCode = 1;

async function saveResults(results: Results): Promise<void> {
  const file = path.join(root, "bench/results", `${results.setting.at.slice(0, 10)}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`Written to ${path.relative(root, file)}\n`);
  if (!options.write) return;
  const page = path.join(root, "docs/performance.md");
  await writeFile(page, writeIntoPage(await readFile(page, "utf8"), results));
  process.stdout.write(`Written to ${path.relative(root, page)}\n`);
}
