import { createServer, type Server } from "node:http";
import { createSetupLink } from "@/lib/console/setup";
import { describeDatabaseError } from "@/lib/db/describe-database-error";
import { type OpenedDatabase, openDatabase } from "@/lib/db/open-database";
import { shareDatabase } from "@/lib/db/pool";
import { findProjectRoot } from "@/lib/db/project-root";
import { closeRequestNews } from "@/lib/db/request-news";
import { resealTargetCredentials } from "@/lib/db/target-credential";
import { type Environment, EnvironmentError, readEnvironment } from "@/lib/env";
import { shareLoopback } from "@/lib/http/loopback";
import { closeRosterEndpoint, getRosterEndpoint } from "@/lib/http/roster-endpoint";
import { createSyncEngine } from "@/lib/http/sync-engine";
import { log } from "@/lib/log";
import { ensureKeptSecret, readSealingKeys } from "@/lib/secrets";
import { checkPort, describeListenError } from "./check-port";
import { closeHttpServer } from "./close-http-server";
import { type Pages, preparePages } from "./pages";
import { pruneRegularly } from "./prune";
import { createRequestListener } from "./request-listener";
import { createShutdown, type Shutdown } from "./shutdown";
import { endOnSignals } from "./signals";
import { StartError } from "./start-error";

const isDevelopment = process.argv.includes("--dev");

const shutdown = createShutdown();
const server = createServer({
  // A filter may be long; the endpoint itself says which URL is too long, in SCIM's own form.
  maxHeaderSize: 64 * 1024,
  // Longer than the 60 seconds after which the usual load balancers drop an idle connection: they should be the first.
  keepAliveTimeout: 65_000,
  headersTimeout: 60_000,
  requestTimeout: 120_000,
});
endOnSignals(shutdown, () => server.closeAllConnections());

try {
  await start();
} catch (error) {
  // A start that was stopped half-way fails in its own way, which is no news.
  if (!shutdown.hasBegun) process.stderr.write(`${describeStartError(error)}\n`);
  await shutdown.exit(1);
}

async function start(): Promise<void> {
  const startedAt = performance.now();
  const environment = readEnvironment();
  await checkPort(environment);

  // The pages take the processor's time and the database the disk's, so they are made ready side by side.
  const pages = beginPages(environment);
  const database = await beginDatabase(environment, shutdown);
  if (environment.secret === undefined) ensureKeptSecret(environment.dataDir);
  shareDatabase(database);
  shutdown.add({ name: "SCIM endpoint", run: closeRosterEndpoint, withinMs: 10_000 });
  const { answer: scim, answerTokenRequest: token } = getRosterEndpoint();
  server.on("request", createRequestListener({ scim, token, pages: pages.then(({ answer }) => answer) }));
  await listen(server, environment);
  shareLoopback(environment);
  shutdown.add({ name: "retention", run: pruneRegularly(database), withinMs: 20_000 });
  shutdown.add({ name: "HTTP server", run: () => closeHttpServer(server), withinMs: 10_000 });
  // Pages that watch the log are connected for as long as they are open.
  shutdown.add({ name: "live views", run: closeRequestNews, withinMs: 5_000 });
  const keys = readSealingKeys(environment);
  await resealTargetCredentials(database, keys);
  const engine = createSyncEngine({ database, keys, allow: environment.targetAllow });
  shutdown.add({ name: "targets", run: engine.stop, withinMs: 40_000 });
  engine.start();
  await pages;

  const setupToken = await createSetupLink(database);
  printReady(environment, { setupToken, tookMs: performance.now() - startedAt });
}

function beginPages(environment: Environment): Promise<Pages> {
  const pages = preparePages(server, environment, { dev: isDevelopment, directory: findProjectRoot() });
  // Told when it is awaited; until then it must not count as a fault that nobody caught.
  pages.catch(() => {});
  shutdown.add({ name: "pages", run: async () => (await pages.catch(() => undefined))?.close(), withinMs: 10_000 });
  return pages;
}

/** Registered before it is open: a start that is stopped half-way must not leave a PostgreSQL behind. */
function beginDatabase(environment: Environment, { add }: Shutdown): Promise<OpenedDatabase> {
  const database = openDatabase(environment, "server").catch((error: unknown) => {
    throw new StartError(describeDatabaseError(error));
  });
  add({ name: "database", run: async () => (await database.catch(() => undefined))?.close(), withinMs: 30_000 });
  return database;
}

async function listen(httpServer: Server, address: Environment): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      httpServer.once("error", reject);
      httpServer.listen(address.port, address.host, () => {
        httpServer.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    throw describeListenError(error, address);
  }
  httpServer.on("error", (error) => log.error("The HTTP server has a fault", { reason: error.message }));
}

function printReady(
  { rosterUrl }: Environment,
  { setupToken, tookMs }: { setupToken: string | undefined; tookMs: number },
) {
  const setupLines =
    setupToken === undefined
      ? []
      : [
          "",
          "  There is no owner yet. Make the first organization and its owner here; the link works once:",
          `  ${rosterUrl}/setup/${setupToken}`,
        ];
  const lines = [
    `Roster is ready (${(tookMs / 1000).toFixed(1)} s). Stop it with Ctrl-C.`,
    "",
    `  URL             ${rosterUrl}`,
    `  SCIM base URL   ${rosterUrl}/scim/v2`,
    ...setupLines,
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function describeStartError(error: unknown): string {
  if (error instanceof StartError || error instanceof EnvironmentError) return error.message;
  return `Roster could not start because of a fault of its own. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
