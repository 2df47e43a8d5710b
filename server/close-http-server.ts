import type { Server } from "node:http";

/** How long requests that are being answered may take to finish. */
const graceMs = 5_000;

/** Takes no new connections, lets the requests under way finish, and closes what is left after the grace period. */
export async function closeHttpServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
