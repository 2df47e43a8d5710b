import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";
import type { Environment } from "@/lib/env";

export type Pages = {
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
};

/** Prepares the pages, which takes a moment. With `dev` they are built as they are asked for, after each change. */
export async function preparePages(
  server: Server,
  { host, port }: Pick<Environment, "host" | "port">,
  { dev, directory }: { dev: boolean; directory: string },
): Promise<Pages> {
  const app = next({ dev, dir: directory, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { answer: (request, response) => handle(request, response), close: () => app.close() };
}
