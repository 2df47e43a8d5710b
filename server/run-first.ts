import { startDatabase } from "@/lib/db/start-database";
import type { Environment } from "@/lib/env";
import { serveWindowCounts } from "@/lib/http/window-counter";
import { ensureKeptSecret } from "@/lib/secrets";
import { beginDatabase } from "./begin-database";
import { checkPort } from "./check-port";
import { planConnections } from "./plan-connections";
import { printReady } from "./print-ready";
import { startServingProcesses } from "./serving-processes";
import type { Shutdown } from "./shutdown";
import { endOnSignals } from "./signals";

/**
 * The first of several processes: it has the database and hands connections out, and starts and watches those that serve. It
 * does nothing else, so that there is little in it that could fail.
 *
 * @throws StartError, EnvironmentError
 */
export async function runFirst(environment: Environment, shutdown: Shutdown): Promise<void> {
  const startedAt = performance.now();
  let hurry = () => {};
  endOnSignals(shutdown, () => hurry());
  await checkPort(environment);

  const plan = planConnections(environment.webConcurrency, environment);
  // The other processes load their programs while PostgreSQL starts.
  const database = beginDatabase(
    startDatabase(environment, "server", { connections: plan.ofServer }),
    shutdown,
    ({ stop }) => stop(),
  );
  const opened = database.then(({ url }) => {
    if (environment.secret === undefined) ensureKeptSecret(environment.dataDir);
    return { databaseUrl: url, connections: plan.ofProcess };
  });
  opened.catch(() => {});
  serveWindowCounts();
  const processes = startServingProcesses(environment.webConcurrency, opened, (error) => {
    process.stderr.write(`${error.message}\n`);
    void shutdown.exit(1);
  });
  hurry = processes.hurry;
  // Longer than any of them takes for its own steps.
  shutdown.add({ name: "processes that serve", run: processes.stop, withinMs: 120_000 });

  await opened;
  const { setupToken } = await processes.ready;
  printReady(environment, {
    setupToken,
    tookMs: performance.now() - startedAt,
    processes: environment.webConcurrency,
  });
}
