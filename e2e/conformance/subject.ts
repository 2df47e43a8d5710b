import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { userSchemaUrn } from "@/lib/scim/urns";
import { findFreePort, startServer } from "../server-process";
import { clientOptions } from "./client-options";
import { runProgram } from "./run-program";
import type { ClientPreset } from "./suite-result";

/** A fresh server with a SCIM client of its own organization for each preset. */
export type Subject = {
  readonly baseUrl: string;
  readonly tokens: Readonly<Record<ClientPreset, string>>;
  stop(): Promise<void>;
};

const issuedSchema = z.object({ baseUrl: z.string(), token: z.string() });

/**
 * Starts the built server on an empty data directory and makes the SCIM clients on the command line, as a person would.
 *
 * @throws Error with what the server or the command line printed when either fails
 */
export async function startSubject(): Promise<Subject> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "roster-conformance-"));
  const port = String(await findFreePort());
  const environment = { PORT: port, ROSTER_URL: `http://localhost:${port}`, ROSTER_DATA_DIR: dataDir };
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const server = await startServer("server", environment);
    const stop = async () => {
      await server.stop();
      await removeData();
    };
    try {
      const strict = await addClient(environment, "strict");
      const generic = await addClient(environment, "generic");
      await createOwner(generic);
      return { baseUrl: strict.baseUrl, tokens: { strict: strict.token, generic: generic.token }, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await removeData();
    throw error;
  }
}

async function addClient(environment: Readonly<Record<string, string>>, preset: ClientPreset) {
  await runRoster(environment, ["org", "create", "--subdomain", preset, "--name", `Conformance, ${preset}`]);
  const client = ["suites", "-r", preset, "--preset", preset, "--option", clientOptions[preset].option];
  return issuedSchema.parse(await runRoster(environment, ["scim-client", "add", ...client]));
}

/** The last active owner is kept from removal; with one who stays, the suites may make and remove others. */
async function createOwner({ baseUrl, token }: z.infer<typeof issuedSchema>): Promise<void> {
  const created = await fetch(`${baseUrl}/Users`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    body: JSON.stringify({ schemas: [userSchemaUrn], userName: "owner@conformance.example", role: "owner" }),
  });
  if (created.status !== 201) throw new Error(`The owner could not be made:\n${await created.text()}`);
}

async function runRoster(environment: Readonly<Record<string, string>>, command: readonly string[]): Promise<unknown> {
  const program = ["dist/cli.mjs", ...command, "--json"];
  const { exitCode, stdout, output } = await runProgram(process.execPath, program, environment);
  if (exitCode !== 0) throw new Error(`\`roster ${command.join(" ")}\` failed:\n${output}`);
  return JSON.parse(stdout);
}
