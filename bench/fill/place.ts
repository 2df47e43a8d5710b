import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import type { Amounts, Place } from "./amounts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How the organization that is filled is called on, and who owns it. Nothing of it is used but for measurements. */
export type PreparedPlace = Place & {
  readonly token: string;
  readonly secret: string;
  readonly owner: { readonly email: string; readonly password: string };
};

/** What a filled data directory says of itself in its fill.json. */
export type FilledPlace = PreparedPlace & Amounts;

/** Makes the organization `bench` with an owner and a SCIM client in a database that is empty or has none of it. */
export async function preparePlace(databaseUrl: string): Promise<PreparedPlace> {
  const secret = "only-for-this-measurement-0123456789abcdef";
  const owner = { email: "owner@bench.example", password: "only for this measurement" };
  const environment = { DATABASE_URL: databaseUrl, ROSTER_SECRET: secret };
  await roster(environment, ["org", "create", "--subdomain", "bench", "--name", "Bench"]);
  const name = ["--name", "Olive Owner", "--password-stdin"];
  await roster(environment, ["owner", "create", "-r", "bench", "--email", owner.email, ...name], owner.password);
  const added = await roster(environment, ["scim-client", "add", "okta", "-r", "bench", "--preset", "okta"]);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>("SELECT id FROM organizations WHERE subdomain = 'bench'");
    return {
      organizationId: String(rows[0]?.id),
      clientId: String(added.id),
      token: String(added.token),
      secret,
      owner,
    };
  } finally {
    await client.end();
  }
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
