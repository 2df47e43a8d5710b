// Whether a request takes longer in an organization of a million people than in one of a thousand: npm run bench:flat --
//   [--data-dir DIR] [--people 1000000] [--rounds 100]
// DIR is one that `npm run bench:fill` has filled; without it one is filled for this run and removed after it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { startContestant } from "../contestant";
import { fillDataDirectory, readFilledPlace } from "../fill/data-directory";
import { findFreePort } from "../find-free-port";
import { compare, type Side } from "./compare";
import { saveResults } from "./results";
import { readSubjects } from "./subjects";

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    people: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "100" },
    only: { type: "string", default: "" },
  },
});

const temporary = await mkdtemp(path.join(tmpdir(), "roster-bench-flat-"));
const ends: (() => Promise<unknown>)[] = [() => rm(temporary, { recursive: true, force: true })];
try {
  const people = Number(values.people);
  const largeDir = values["data-dir"] ?? path.join(temporary, "large");
  if (values["data-dir"] === undefined) {
    process.stdout.write(`Filling in ${people} people …\n`);
    const largestGroup = Math.ceil(people / 10);
    await fillDataDirectory(largeDir, { people, groups: Math.ceil(people / 100), largestGroup, requests: people * 10 });
  }
  const smallDir = path.join(temporary, "small");
  await fillDataDirectory(smallDir, { people: 1_000, groups: 10, largestGroup: 20, requests: 10_000 });
  const [small, large] = [await start(smallDir), await start(largeDir)];
  const results = await compare(small, large, Number(values.rounds), values.only);
  const filled = await readFilledPlace(largeDir);
  await saveResults(results, { people: filled.people, groups: filled.groups, requests: filled.requests });
  if (results.some(({ barred, ratio }) => barred && ratio > 1.5)) process.exitCode = 1;
} finally {
  for (const end of ends.toReversed()) await end();
}

async function start(dataDir: string): Promise<Side> {
  const place = await readFilledPlace(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
  ends.push(postgres.stop);
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const server = await startContestant({
    name: `Roster with ${place.people} people`,
    baseUrl: `${url}/scim/v2`,
    token: place.token,
    programArguments: ["dist/server.mjs"],
    environment: {
      DATABASE_URL: postgres.url,
      ROSTER_SECRET: place.secret,
      ROSTER_URL: url,
      PORT: String(port),
      WEB_CONCURRENCY: "1",
    },
  });
  ends.push(server.stop);
  return { server, subjects: await readSubjects(postgres.url, place) };
}
