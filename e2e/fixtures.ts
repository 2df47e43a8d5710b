import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { test as base, expect as baseExpect } from "@playwright/test";
import { createTargetWork } from "@/cli/create-target-work";
import { runJsonInProcess } from "@/cli/testing/run-in-process";
import type { Database } from "@/lib/db/pool";
import { createDatabase } from "@/lib/db/pool";
import type { ScimClientAccess, ScimClientRequest } from "./fresh-organization";
import { createFreshOrganization, issueScimClient } from "./fresh-organization";
import type { ServerName, ServerState } from "./server-state";
import { readServerState } from "./server-state";

export { expect } from "@playwright/test";

/** An organization of its own for one test, on the project's server, with a SCIM client and its token. */
export type Scim = ScimClientAccess & {
  /**
   * A request as the SCIM client makes it: `path` is below `baseUrl` ("/Users"), the token and, with a body, the SCIM
   * content type are added unless given. Nothing is thrown for a status.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
};

type RunRoster = (args: readonly string[], options?: { input?: string }) => Promise<unknown>;

type TestFixtures = {
  /** The preset and options of `scim`'s client; set with `test.use({ scimClient: { preset: "okta" } })`. */
  scimClient: ScimClientRequest;
  scim: Scim;
  /** Another organization with a client of its own. */
  createOrganization: (client?: ScimClientRequest) => Promise<Scim>;
  /** Another SCIM client in the organization of `scim`. */
  createClient: (client?: ScimClientRequest) => Promise<Scim>;
  /** The remarks on the log row of a request that was answered so, once it is written. */
  readLeniencies: (answer: { readonly headers: Headers }) => Promise<readonly string[]>;
  /** Runs a command with `--json` on the project's directory and returns the value it printed: in the tests' own process. */
  roster: RunRoster;
  /** The same by the program that was built, with the server's environment, for what needs the server's secret. */
  rosterProgram: RunRoster;
};

type WorkerFixtures = { serverName: ServerName; server: ServerState; database: Database };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  serverName: ["direct", { option: true, scope: "worker" }],
  server: [({ serverName }, use) => use(readServerState(serverName)), { scope: "worker" }],
  database: [
    async ({ server }, use) => {
      const database = createDatabase(server.databaseUrl);
      await use(database);
      await database.close();
    },
    { scope: "worker" },
  ],

  scimClient: [{}, { option: true }],
  scim: async ({ createOrganization, scimClient }, use) => {
    await use(await createOrganization(scimClient));
  },
  createOrganization: ({ database, server }, use) =>
    use(async (client = {}) => withFetch(await createFreshOrganization(database, server, client))),
  createClient: ({ database, server, scim }, use) =>
    use(async (client = {}) => withFetch(await issueScimClient(database, server, scim.organization, client))),
  readLeniencies: ({ database }, use) =>
    use(async ({ headers }) => {
      const statement = "SELECT leniencies FROM request_log WHERE id = $1";
      const read = async () =>
        (await database.pool.query<{ leniencies: string[] }>(statement, [headers.get("x-request-id")])).rows[0];
      await baseExpect.poll(read, { timeout: 10_000 }).toBeDefined();
      return (await read())?.leniencies ?? [];
    }),
  roster: ({ database, server }, use) => {
    const getKeys = () => {
      throw new Error("The server's secret is unknown here: rosterProgram has it.");
    };
    const targetWork = createTargetWork(database, { getKeys, allow: [] });
    const opened = { database, baseUrl: `${server.url}/scim/v2`, targetWork };
    return use((args, { input = "" } = {}) => runJsonInProcess(args, opened, { stdin: input }));
  },
  rosterProgram: ({ server }, use) =>
    use(async (args, options = {}) => {
      const running = promisify(execFile)(process.execPath, ["dist/cli.mjs", ...args, "--json"], {
        env: { ...process.env, ...server.environment },
      });
      running.child.stdin?.end(options.input ?? "");
      return JSON.parse((await running).stdout);
    }),
});

/** Lets a SCIM client make requests with its token. */
export function withFetch(access: ScimClientAccess): Scim {
  return {
    ...access,
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("authorization")) {
        headers.set("authorization", `Bearer ${access.token}`);
      }
      if (init.body !== undefined && init.body !== null && !headers.has("content-type")) {
        headers.set("content-type", "application/scim+json");
      }
      return fetch(`${access.baseUrl}${path}`, { redirect: "manual", ...init, headers });
    },
  };
}
