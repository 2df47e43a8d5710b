// How long the console's pages take with a large organization: npm run bench:pages -- [--people 100000] [--requests 1000000]
// or, with what `npm run bench:fill` has filled, npm run bench:pages -- --data-dir DIR
// Without it everything is started afresh in a temporary directory and removed afterwards. Prints the median of repeated visits by page, the size of
// its HTML and what its scripts take on the way, and how busy the machine was.
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { startContestant } from "../contestant";
import type { Place } from "../fill/amounts";
import { fillDataDirectory, readFilledPlace } from "../fill/data-directory";
import type { FilledPlace } from "../fill/place";
import { findFreePort } from "../find-free-port";
import { type Browser, signIn } from "./browse";

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    people: { type: "string", default: "100000" },
    groups: { type: "string", default: "1000" },
    requests: { type: "string", default: "1000000" },
    visits: { type: "string", default: "15" },
  },
});

const temporary = await mkdtemp(path.join(tmpdir(), "roster-bench-pages-"));
try {
  const dataDir = values["data-dir"] ?? (await fillTemporary());
  const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
  try {
    await measure(postgres.url, await readFilledPlace(dataDir));
  } finally {
    await postgres.stop();
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function fillTemporary(): Promise<string> {
  process.stdout.write(`Filling in ${values.people} people and ${values.requests} requests …\n`);
  const people = Number(values.people);
  const amounts = { people, groups: Number(values.groups), largestGroup: people, requests: Number(values.requests) };
  await fillDataDirectory(temporary, amounts);
  return temporary;
}

async function measure(databaseUrl: string, place: FilledPlace): Promise<void> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const environment = { DATABASE_URL: databaseUrl, ROSTER_SECRET: place.secret, ROSTER_URL: url, PORT: String(port) };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const server = await startContestant({
    name: "Roster",
    baseUrl: `${url}/scim/v2`,
    token: place.token,
    programArguments: ["dist/server.mjs"],
    environment,
  });
  try {
    const browser = await signIn(url, place.owner.email, place.owner.password);
    // The first page of all waits for the code of the frame.
    await browser.open("/account");
    for (const page of await listPages(client, place)) await visit(browser, page);
    const load = loadavg().map((number) => number.toFixed(1));
    process.stdout.write(`Processes that wanted a core, in the last 1, 5 and 15 minutes: ${load.join(", ")}\n`);
  } finally {
    await server.stop();
    await client.end();
  }
}

/** The pages with what is in the middle of the lists, so that nothing is found by luck. */
async function listPages(client: pg.Client, { organizationId, clientId }: Place): Promise<readonly string[]> {
  const find = async (table: string, order = "id") => {
    const statement = `SELECT id FROM ${table} WHERE organization_id = $1 ORDER BY ${order} LIMIT 1 OFFSET 500`;
    return (await client.query<{ id: string }>(statement, [organizationId])).rows[0]?.id ?? "";
  };
  const [person, group, request] = [await find("users"), await find("groups"), await find("request_log", "id DESC")];
  const everybody = await client.query<{ id: string }>("SELECT id FROM groups ORDER BY id LIMIT 1");
  return [
    "/",
    "/scim-clients",
    `/scim-clients/${clientId}`,
    `/scim-clients/${clientId}/setup`,
    `/scim-clients/${clientId}/credentials`,
    `/scim-clients/${clientId}/options`,
    `/scim-clients/${clientId}/activity`,
    "/activity",
    "/activity?text=lovelace",
    "/activity?text=ada.lovelace.4321%40bench.example",
    "/activity?text=lovelace&view=all",
    "/activity?text=lovelace&view=bursts",
    "/activity?text=zzzz",
    `/activity?resource=${person}`,
    "/activity?view=bursts",
    "/activity?range=1h",
    "/activity?range=90d",
    "/activity?outcome=failed",
    "/activity?status=5",
    "/activity?agent=unknown",
    `/activity/${request}`,
    "/people",
    "/people?text=hopper",
    "/people?text=ada.lovelace.1",
    "/people?role=guest",
    "/people?state=deactivated",
    "/people?sort=-change",
    "/people?text=zzzz",
    "/people?text=wu",
    "/people?text=ada.lovelace.4321%40bench.example",
    `/people?client=${clientId}`,
    "/people?client=hand",
    `/people?group=${everybody.rows[0]?.id}`,
    `/people/${person}`,
    "/groups",
    "/groups?text=team%2012",
    `/groups/${group}`,
    `/groups/${everybody.rows[0]?.id}`,
    `/groups/${everybody.rows[0]?.id}?text=hopper`,
    "/streams",
    "/audit",
    "/settings",
    "/api/find?text=lovelace",
    "/api/find?text=zzzz",
  ];
}

async function visit(browser: Browser, page: string): Promise<void> {
  const first = await browser.open(page);
  const times: number[] = [];
  for (let count = 0; count < Number(values.visits); count++) times.push((await browser.open(page)).ms);
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
  let scripts = 0;
  for (const script of first.scripts) scripts += await browser.weigh(script);
  const numbers = [
    `${median.toFixed(0)} ms`,
    `first ${first.ms.toFixed(0)} ms`,
    `${Math.round(first.bytes / 1024)} KB`,
    `JS ${Math.round(scripts / 1024)} KB`,
  ];
  process.stdout.write(
    `${String(first.status).padEnd(5)}${numbers.map((text) => text.padStart(14)).join("")}   ${page}\n`,
  );
}
