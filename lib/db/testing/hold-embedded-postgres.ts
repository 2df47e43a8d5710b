// A process that uses the embedded PostgreSQL until it is told to stop (SIGTERM), for tests that kill it:
// tsx hold-embedded-postgres.ts DATA_DIRECTORY server|command
import { startEmbeddedPostgres } from "../embedded-postgres";

const [, , dataDir = "", purpose] = process.argv;
try {
  const server = await startEmbeddedPostgres({ dataDir, purpose: purpose === "server" ? "server" : "command" });
  process.stdout.write(`${JSON.stringify({ url: server.url, adopted: server.adopted })}\n`);
  await new Promise((resolve) => process.once("SIGTERM", resolve));
  await server.stop();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
}
