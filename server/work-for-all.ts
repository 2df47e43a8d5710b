import type { Database } from "@/lib/db/pool";
import { resealTargetCredentials } from "@/lib/db/target-credential";
import type { Environment } from "@/lib/env";
import { createSyncEngine } from "@/lib/http/sync-engine";
import { readSealingKeys } from "@/lib/secrets";
import { pruneRegularly } from "./prune";
import type { Shutdown } from "./shutdown";

/** Begins what one process of a server does, however many it has: pruning, and the work for targets. */
export async function workForAll(database: Database, environment: Environment, shutdown: Shutdown): Promise<void> {
  shutdown.add({ name: "retention", run: pruneRegularly(database), withinMs: 20_000 });
  const keys = readSealingKeys(environment);
  await resealTargetCredentials(database, keys);
  const engine = createSyncEngine({ database, keys, allow: environment.targetAllow });
  shutdown.add({ name: "targets", run: engine.stop, withinMs: 40_000 });
  engine.start();
}
