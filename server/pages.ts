import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";
import { findProjectRoot } from "@/lib/db/project-root";
import type { Environment } from "@/lib/env";
import type { Shutdown } from "./shutdown";

export type Pages = {
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
};

/** Begins to prepare the pages, which takes a moment. With `dev` they are built as they are asked for, after each change. */
export function beginPages(
  server: Server,
  environment: Pick<Environment, "host" | "port">,
  { dev }: { dev: boolean },
  shutdown: Shutdown,
): Promise<Pages> {
  const pages = preparePages(server, environment, dev);
  // Told when it is awaited; until then it must not count as a fault that nobody caught.
  pages.catch(() => {});
  shutdown.add({ name: "pages", run: async () => (await pages.catch(() => undefined))?.close(), withinMs: 10_000 });
  return pages;
}

async function preparePages(
  server: Server,
  { host, port }: Pick<Environment, "host" | "port">,
  dev: boolean,
): Promise<Pages> {
  const app = next({ dev, dir: findProjectRoot(), hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { answer: (request, response) => handle(request, response), close: () => app.close() };
}
