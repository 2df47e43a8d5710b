// The speed comparison in a minute, a part of npm test: Roster beside the floor, every phase, a few requests each. It fails where
// a phase is broken, and where Roster is far slower than the floor twice in a row; a time alone is never a reason.
//   --counts FILE   where to write how many phases passed and failed
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measure } from "./measure";
import { phaseNames } from "./phases/all-phases";
import { judgePhases, listFarBelow } from "./report/judge-phases";
import { createTables, formatAsText } from "./report/tables";
import { withContestants } from "./with-contestants";

const { values } = parseArgs({ options: { counts: { type: "string" } } });
const contestants = ["floor", "roster"] as const;
const people = 300;
const setting = { rounds: 3, connections: [4], scale: 0.1 };

const failures = await withContestants(contestants, people, async (running) => {
  const measureSome = (phases: readonly string[]) =>
    measure({ ...setting, phases }, running.contestants, running.generator, () => {});
  // Programs that compile as they run are compared as they are after a first round.
  await measure({ ...setting, rounds: 1, phases: phaseNames }, running.contestants, running.generator, () => {});
  const first = await measureSome(phaseNames);
  process.stdout.write(`\n${createTables(first, contestants).map(formatAsText).join("\n\n")}\n`);
  const doubtful = listFarBelow(first);
  // Who was made in one phase is deleted in another.
  const again = doubtful.includes("delete") ? ["create", ...doubtful.filter((name) => name !== "create")] : doubtful;
  return judgePhases(first, again.length === 0 ? [] : await measureSome(again));
});

for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
const failed = Math.min(failures.length, phaseNames.length);
if (values.counts !== undefined) {
  writeFileSync(values.counts, JSON.stringify({ passed: phaseNames.length - failed, failed }));
}
process.exitCode = failures.length > 0 ? 1 : 0;
