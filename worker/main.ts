import { describeDatabaseError } from "@/lib/db/describe-database-error";
import { type OpenedDatabase, openDatabase } from "@/lib/db/open-database";
import { resealTargetCredentials } from "@/lib/db/target-credential";
import { EnvironmentError, readEnvironment } from "@/lib/env";
import { createSyncEngine } from "@/lib/http/sync-engine";
import { log } from "@/lib/log";
import { readSealingKeys } from "@/lib/secrets";
import { createShutdown } from "@/server/shutdown";
import { endOnSignals } from "@/server/signals";

// Provisions targets, and nothing else: beside the server, which does it too, or in its place. Any number may run.

const shutdown = createShutdown();
endOnSignals(shutdown, () => {});

try {
  const environment = readEnvironment();
  const database = openDatabase(environment, "command").catch((error: unknown) => {
    throw new Error(describeDatabaseError(error));
  });
  shutdown.add({ name: "database", run: () => closeOpened(database), withinMs: 30_000 });
  const keys = readSealingKeys(environment);
  await resealTargetCredentials(await database, keys);
  const engine = createSyncEngine({ database: await database, keys, allow: environment.targetAllow });
  shutdown.add({ name: "targets", run: engine.stop, withinMs: 40_000 });
  engine.start();
  log.info("The worker is ready. Stop it with Ctrl-C.");
} catch (error) {
  if (!shutdown.hasBegun) process.stderr.write(`${describeStartError(error)}\n`);
  await shutdown.exit(1);
}

async function closeOpened(database: Promise<OpenedDatabase>): Promise<void> {
  await (await database.catch(() => undefined))?.close();
}

function describeStartError(error: unknown): string {
  if (error instanceof EnvironmentError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
