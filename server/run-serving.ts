import { createSetupLink } from "@/lib/console/setup";
import { createDatabase } from "@/lib/db/pool";
import type { Environment } from "@/lib/env";
import { createHttpServer } from "./http-server";
import { beginPages } from "./pages";
import { isOrder, type Order, type Report } from "./process-messages";
import { serveRequests } from "./serve-requests";
import type { Shutdown } from "./shutdown";
import { endOnFaults } from "./signals";
import { workForAll } from "./work-for-all";

type ServeOrder = Extract<Order, { kind: "serve" }>;

/** One of several processes that serve: it prepares what needs no database, and does what the first process says. */
export async function runServing(environment: Environment, shutdown: Shutdown): Promise<void> {
  endOnFaults(shutdown);
  const server = createHttpServer();
  const order = new Promise<ServeOrder>((resolve) => {
    process.on("message", (message) => {
      if (!isOrder(message)) return;
      if (message.kind === "serve") resolve(message);
      if (message.kind === "stop") void shutdown.exit(0);
      if (message.kind === "hurry") server.closeAllConnections();
    });
  });
  const pages = beginPages(server, environment, { dev: false }, shutdown);
  tellFirstProcess({ kind: "loaded" });

  const { databaseUrl, connections, worksForAll, isFirstStart } = await order;
  const database = createDatabase(databaseUrl, { max: connections });
  shutdown.add({ name: "database", run: database.close, withinMs: 30_000 });
  await serveRequests(server, { environment, database, pages }, shutdown);
  if (worksForAll) await workForAll({ database, databaseUrl }, environment, shutdown);
  await pages;
  const setupToken = worksForAll && isFirstStart ? await createSetupLink(database) : undefined;
  tellFirstProcess({ kind: "ready", ...(setupToken === undefined ? {} : { setupToken }) });
}

/** Tells it, if it is still there. */
function tellFirstProcess(report: Report): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => {});
}
