import { readFileSync } from "node:fs";
import { z } from "zod";

const serverStateSchema = z.object({
  /** The public address, as ROSTER_URL has it. */
  url: z.string(),
  databaseUrl: z.string(),
  /** The environment the server runs with; the command line needs the same to work on its directory. */
  environment: z.record(z.string(), z.string()),
});

const stateSchema = z.object({
  direct: serverStateSchema,
  "next-route": serverStateSchema,
  console: serverStateSchema,
  /** Of its own, because setting up begins where no organization has an owner. */
  setup: serverStateSchema,
});

export type ServerState = z.infer<typeof serverStateSchema>;
export type ServerName = keyof z.infer<typeof stateSchema>;
export type E2eState = z.infer<typeof stateSchema>;

/** The environment variable with the path of the file in which the global set-up tells where its servers are. */
export const statePathVariable = "ROSTER_E2E_STATE";

/** What the global set-up started under this name. */
export function readServerState(name: ServerName): ServerState {
  const path = process.env[statePathVariable];
  if (path === undefined) {
    throw new Error(`${statePathVariable} is not set: run these tests through playwright.config.ts.`);
  }
  return stateSchema.parse(JSON.parse(readFileSync(path, "utf8")))[name];
}
