import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Contestant, type Environment, startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { createRosterDatabase } from "./databases";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** Starts Roster's own server on a database of its own. @param processes how many processes answer */
export async function startRoster(serverUrl: string, name: string, processes: number): Promise<Contestant> {
  const prepared = await prepareRoster(serverUrl, name);
  const contestant = await startContestant({
    ...prepared,
    name,
    programArguments: ["dist/server.mjs"],
    environment: { ...prepared.environment, WEB_CONCURRENCY: String(processes) },
  });
  return { ...contestant, databaseUrl: prepared.environment.DATABASE_URL };
}

/** Starts plain `next start`, where the route handler answers, as on a hosting platform. */
export async function startRosterByNext(serverUrl: string, name: string): Promise<Contestant> {
  const prepared = await prepareRoster(serverUrl, name);
  const programArguments = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1"];
  const contestant = await startContestant({ ...prepared, name, programArguments });
  return { ...contestant, databaseUrl: prepared.environment.DATABASE_URL };
}

/** A database with an organization and a SCIM client, and what a server needs to run on it. */
async function prepareRoster(serverUrl: string, name: string) {
  if (!existsSync(path.join(root, "dist/server.mjs")) || !existsSync(path.join(root, ".next/BUILD_ID"))) {
    throw new Error("Roster is not built: run `npm run build` and begin again.");
  }
  const databaseUrl = await createRosterDatabase(serverUrl, name.replaceAll(/\W+/g, "_"));
  const port = await findFreePort();
  const environment = {
    DATABASE_URL: databaseUrl,
    ROSTER_SECRET: "only-for-this-measurement-0123456789abcdef",
    ROSTER_URL: `http://127.0.0.1:${port}`,
    HOST: "127.0.0.1",
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  await runCommand(environment, ["org", "create", "--subdomain", "bench", "--name", "Bench"]);
  const { token } = await runCommand(environment, ["scim-client", "add", "bench", "-r", "bench"]);
  return { baseUrl: `http://127.0.0.1:${port}/scim/v2`, token: String(token), environment };
}

async function runCommand(environment: Environment, command: readonly string[]): Promise<Record<string, unknown>> {
  const env = { NODE_ENV: "production", ...environment } as const;
  const { stdout } = await run(process.execPath, ["dist/cli.mjs", ...command, "--json"], { cwd: root, env });
  return JSON.parse(stdout);
}
