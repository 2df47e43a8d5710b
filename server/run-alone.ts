import { createSetupLink } from "@/lib/console/setup";
import { openDatabase } from "@/lib/db/open-database";
import type { Environment } from "@/lib/env";
import { ensureKeptSecret } from "@/lib/secrets";
import { beginDatabase } from "./begin-database";
import { checkPort } from "./check-port";
import { createHttpServer } from "./http-server";
import { beginPages } from "./pages";
import { printReady } from "./print-ready";
import { serveRequests } from "./serve-requests";
import type { Shutdown } from "./shutdown";
import { endOnSignals } from "./signals";
import { workForAll } from "./work-for-all";

/** The whole server in this one process. @throws StartError, EnvironmentError */
export async function runAlone(environment: Environment, shutdown: Shutdown, { dev }: { dev: boolean }): Promise<void> {
  const startedAt = performance.now();
  const server = createHttpServer();
  endOnSignals(shutdown, () => server.closeAllConnections());
  await checkPort(environment);

  // The pages take the processor's time and the database the disk's, so they are made ready side by side.
  const pages = beginPages(server, environment, { dev }, shutdown);
  const database = await beginDatabase(openDatabase(environment, "server"), shutdown, ({ close }) => close());
  if (environment.secret === undefined) ensureKeptSecret(environment.dataDir);
  await serveRequests(server, { environment, database, pages }, shutdown);
  await workForAll({ database, databaseUrl: database.url }, environment, shutdown);
  await pages;

  printReady(environment, {
    setupToken: await createSetupLink(database),
    tookMs: performance.now() - startedAt,
    processes: 1,
  });
}
