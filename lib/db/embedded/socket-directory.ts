import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error";
import type { ServerAccount } from "./server-account";

/** The system's limit on a socket's path is 104 bytes on macOS and 108 on Linux, its closing zero byte included. */
const longestSocketPathBytes = 100;

/** The server names its socket after its port. */
const socketFileName = ".s.PGSQL.5432";

/**
 * Makes the directory of the server's socket, which only its owner may enter: in the data directory, or, where that path is
 * too long for a socket, in the system's temporary directory under a name derived from the data directory.
 */
export async function ensureSocketDirectory(dataDirectory: string, account: ServerAccount): Promise<string> {
  const uid = account.owner?.uid ?? process.getuid?.() ?? 0;
  const directory = chooseSocketDirectory(dataDirectory, { temporaryDirectory: tmpdir(), uid });
  const made = await mkdir(directory, { mode: 0o700, recursive: true });
  if (account.owner !== undefined && made !== undefined) await chown(directory, account.owner.uid, account.owner.gid);
  const found = await lstat(directory);
  // In a temporary directory anyone could have made this name first, and would stand between Roster and its database.
  if (!found.isDirectory() || found.uid !== uid) {
    throw new EmbeddedPostgresError(
      `${directory}, where the socket of the embedded PostgreSQL belongs, is another user's.`,
      "Remove it, or start Roster as the user who started it before.",
    );
  }
  await chmod(directory, 0o700);
  return directory;
}

/** Chooses where the socket goes: `temporaryDirectory` is used when its path in `dataDirectory` would be too long. */
function chooseSocketDirectory(
  dataDirectory: string,
  { temporaryDirectory, uid }: { temporaryDirectory: string; uid: number },
): string {
  const nearby = path.join(dataDirectory, `postgres-socket-${uid}`);
  if (Buffer.byteLength(path.join(nearby, socketFileName)) <= longestSocketPathBytes) return nearby;
  const name = createHash("sha256").update(dataDirectory).digest("hex").slice(0, 16);
  return path.join(temporaryDirectory, `roster-${name}-${uid}`);
}
