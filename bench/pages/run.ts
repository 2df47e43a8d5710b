// How long the console's pages take with a large organization: npm run bench:pages -- [--people 100000] [--requests 1000000]
// Everything is started afresh in a temporary directory and removed afterwards. Prints the median of repeated visits by page.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { type Browser, signIn } from "./browse";
import { fill, type Place } from "./fill";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "100000" },
    groups: { type: "string", default: "1000" },
    requests: { type: "string", default: "1000000" },
    visits: { type: "string", default: "15" },
  },
});
const owner = { email: "owner@bench.example", password: "only for this measurement" };

const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-pages-"));
const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
try {
  await measure(postgres.url);
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(databaseUrl: string): Promise<void> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const environment = {
    DATABASE_URL: databaseUrl,
    ROSTER_SECRET: "only-for-this-measurement-0123456789abcdef",
    ROSTER_URL: url,
    PORT: String(port),
  };
  await roster(environment, ["org", "create", "--subdomain", "bench", "--name", "Bench"]);
  const name = ["--name", "Olive Owner", "--password-stdin"];
  await roster(environment, ["owner", "create", "-r", "bench", "--email", owner.email, ...name], owner.password);
  const added = await roster(environment, ["scim-client", "add", "okta", "-r", "bench", "--preset", "okta"]);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>("SELECT id FROM organizations");
  const place = { organizationId: String(rows[0]?.id), clientId: String(added.id) };
  const amounts = {
    people: Number(values.people),
    groups: Number(values.groups),
    requests: Number(values.requests),
  };
  process.stdout.write(`Filling in ${values.people} people and ${values.requests} requests …\n`);
  await fill(client, place, amounts);

  const server = await startContestant({
    name: "Roster",
    baseUrl: `${url}/scim/v2`,
    token: String(added.token),
    programArguments: ["dist/server.mjs"],
    environment,
  });
  try {
    const browser = await signIn(url, owner.email, owner.password);
    for (const page of await listPages(client, place)) await visit(browser, page);
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
    "/activity?outcome=failed",
    `/activity/${request}`,
    "/people",
    "/people?text=hopper",
    "/people?text=ada.lovelace.1",
    "/people?role=guest",
    "/people?state=deactivated",
    `/people/${person}`,
    "/groups",
    "/groups?text=team%2012",
    `/groups/${group}`,
    `/groups/${everybody.rows[0]?.id}`,
    "/streams",
    "/audit",
    "/settings",
    "/api/find?text=lovelace",
  ];
}

async function visit(browser: Browser, page: string): Promise<void> {
  const first = await browser.open(page);
  const times: number[] = [];
  for (let count = 0; count < Number(values.visits); count++) times.push((await browser.open(page)).ms);
  times.sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
  const numbers = [
    `${median.toFixed(0)} ms`,
    `first ${first.ms.toFixed(0)} ms`,
    `${Math.round(first.bytes / 1024)} KB`,
  ];
  process.stdout.write(
    `${String(first.status).padEnd(5)}${numbers.map((text) => text.padStart(14)).join("")}   ${page}\n`,
  );
}

async function roster(
  environment: Readonly<Record<string, string>>,
  commandArguments: readonly string[],
  input = "",
): Promise<Readonly<Record<string, unknown>>> {
  const running = promisify(execFile)(process.execPath, ["dist/cli.mjs", ...commandArguments, "--json"], {
    cwd: root,
    env: { NODE_ENV: "production", ...environment },
  });
  running.child.stdin?.end(input);
  return JSON.parse((await running).stdout);
}
