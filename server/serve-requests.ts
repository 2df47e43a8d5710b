import type { Server } from "node:http";
import { type Database, shareDatabase } from "@/lib/db/pool";
import { closeRequestNews } from "@/lib/db/request-news";
import type { Environment } from "@/lib/env";
import { shareLoopback } from "@/lib/http/loopback";
import { closeRosterEndpoint, getRosterEndpoint } from "@/lib/http/roster-endpoint";
import { closeHttpServer } from "./close-http-server";
import { listen } from "./http-server";
import type { Pages } from "./pages";
import { createRequestListener } from "./request-listener";
import type { Shutdown } from "./shutdown";

/**
 * Answers requests with this process: those of SCIM from now on, those of pages as soon as these are ready.
 *
 * @throws StartError when the address cannot be listened on
 */
export async function serveRequests(
  server: Server,
  { environment, database, pages }: { environment: Environment; database: Database; pages: Promise<Pages> },
  shutdown: Shutdown,
): Promise<void> {
  shareDatabase(database);
  shutdown.add({ name: "SCIM endpoint", run: closeRosterEndpoint, withinMs: 10_000 });
  const { answer: scim, answerTokenRequest: token } = getRosterEndpoint();
  server.on("request", createRequestListener({ scim, token, pages: pages.then(({ answer }) => answer) }));
  await listen(server, environment);
  shareLoopback(environment);
  shutdown.add({ name: "HTTP server", run: () => closeHttpServer(server), withinMs: 10_000 });
  // Pages that watch the log are connected for as long as they are open.
  shutdown.add({ name: "live views", run: closeRequestNews, withinMs: 5_000 });
}
