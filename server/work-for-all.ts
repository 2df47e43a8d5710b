import { createDatabase, type Database } from "@/lib/db/pool";
import { resealTargetCredentials } from "@/lib/db/target-credential";
import type { Environment } from "@/lib/env";
import { createSyncEngine } from "@/lib/http/sync-engine";
import { readSealingKeys } from "@/lib/secrets";
import { engineConnections } from "./plan-connections";
import { pruneRegularly } from "./prune";
import type { Shutdown } from "./shutdown";

/**
 * Begins what one process of a server does, however many it has: pruning, and the work for targets. That has connections of its
 * own: its lanes and the requests that come in would otherwise wait behind each other's transactions.
 */
export async function workForAll(
  { database, databaseUrl }: { database: Database; databaseUrl: string },
  environment: Environment,
  shutdown: Shutdown,
): Promise<void> {
  shutdown.add({ name: "retention", run: pruneRegularly(database), withinMs: 20_000 });
  const keys = readSealingKeys(environment);
  await resealTargetCredentials(database, keys);
  const own = createDatabase(databaseUrl, { max: engineConnections });
  shutdown.add({ name: "connections for targets", run: own.close, withinMs: 30_000 });
  const engine = createSyncEngine({ database: own, keys, allow: environment.targetAllow });
  shutdown.add({ name: "targets", run: engine.stop, withinMs: 40_000 });
  engine.start();
}
