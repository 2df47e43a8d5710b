import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Environment } from "../contestant";
import { findFreePort } from "../find-free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who signs in to the console. */
export type Owner = { readonly email: string; readonly password: string };

/** Makes an organization with an owner and a SCIM client, and says how a server is to be started on it. */
export async function preparePlace(databaseUrl: string) {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const environment: Environment = {
    DATABASE_URL: databaseUrl,
    ROSTER_SECRET: "only-for-this-measurement-0123456789abcdef",
    ROSTER_URL: url,
    PORT: String(port),
  };
  const owner: Owner = { email: "owner@bench.example", password: "only for this measurement" };
  await roster(environment, ["org", "create", "--subdomain", "bench", "--name", "Bench"]);
  const named = ["--name", "Olive Owner", "--password-stdin"];
  await roster(environment, ["owner", "create", "-r", "bench", "--email", owner.email, ...named], owner.password);
  const { token } = await roster(environment, ["scim-client", "add", "okta", "-r", "bench"]);
  return { environment, url, token: String(token), owner };
}

async function roster(environment: Environment, command: readonly string[], input = ""): Promise<{ token?: unknown }> {
  const child = spawn(process.execPath, ["dist/cli.mjs", ...command, "--json"], {
    cwd: root,
    env: { NODE_ENV: "production", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(input);
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (exitCode !== 0) throw new Error(`roster ${command.join(" ")} failed.`);
  return JSON.parse(output);
}
