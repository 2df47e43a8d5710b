import { createServer, type Server } from "node:http";
import { log } from "@/lib/log";
import { describeListenError } from "./check-port";

/** Makes the server that answers SCIM and the pages; it does not listen yet. */
export function createHttpServer(): Server {
  return createServer({
    // A filter may be long; the endpoint itself says which URL is too long, in SCIM's own form.
    maxHeaderSize: 64 * 1024,
    // Longer than the 60 seconds after which the usual load balancers drop an idle connection: they should be the first.
    keepAliveTimeout: 65_000,
    headersTimeout: 60_000,
    requestTimeout: 120_000,
  });
}

/** Listens; resolves once it does. @throws StartError when the address cannot be listened on */
export async function listen(server: Server, address: { host: string; port: number }): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(address.port, address.host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    throw describeListenError(error, address);
  }
  server.on("error", (error) => log.error("The HTTP server has a fault", { reason: error.message }));
}
