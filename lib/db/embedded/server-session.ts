import pg from "pg";

/** Two of the server's advisory locks: every process that uses it shares one, and the Roster server holds the other alone. */
const advisoryLockSpace = 0x526f7374;
const usersLock = 1;
const serverLock = 2;

/** What is at the other end of the socket. */
export type ServerState =
  | { kind: "ready"; client: pg.Client }
  /** Starting, recovering after a crash, or stopping: it will be something else soon. */
  | { kind: "busy" }
  | { kind: "absent" };

/** Connects to the server's maintenance database, which is always there. */
export async function connectToServer(socketDirectory: string, applicationName: string): Promise<ServerState> {
  const client = new pg.Client({
    host: socketDirectory,
    port: 5432,
    user: "roster",
    database: "postgres",
    ssl: false,
    application_name: applicationName,
  });
  // Without a listener a lost connection would end this process.
  client.on("error", () => {});
  try {
    await client.connect();
    return { kind: "ready", client };
  } catch (error) {
    await client.end().catch(() => {});
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED") return { kind: "absent" };
    // 57P03 cannot_connect_now; 57P01 admin_shutdown; the rest: it ended while we were connecting.
    if (code === "57P03" || code === "57P01" || code === "ECONNRESET" || code === "EPIPE") return { kind: "busy" };
    if (error instanceof Error && error.message.includes("Connection terminated")) return { kind: "busy" };
    throw error;
  }
}

/** Counts this session among the server's users; false while the last of them is stopping the server. */
export async function joinUsers(client: pg.Client): Promise<boolean> {
  return tryLock(client, "pg_try_advisory_lock_shared", usersLock);
}

/** Takes this session off the server's users; true when nobody else is left, and from then on nobody can join. */
export async function leaveUsers(client: pg.Client): Promise<boolean> {
  await client.query("SELECT pg_advisory_unlock_shared($1, $2)", [advisoryLockSpace, usersLock]);
  return tryLock(client, "pg_try_advisory_lock", usersLock);
}

/** Makes this session's process the one Roster server of the data directory; false when another one is. */
export async function claimServer(client: pg.Client): Promise<boolean> {
  return tryLock(client, "pg_try_advisory_lock", serverLock);
}

/** The application name of the session whose process is the Roster server, if there is one. */
export async function findServerHolder(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `SELECT activity.application_name FROM pg_locks AS lock JOIN pg_stat_activity AS activity USING (pid)
     WHERE lock.locktype = 'advisory' AND lock.granted AND lock.classid = $1 AND lock.objid = $2`,
    [advisoryLockSpace, serverLock],
  );
  return rows[0]?.application_name;
}

async function tryLock(
  client: pg.Client,
  lockFunction: "pg_try_advisory_lock" | "pg_try_advisory_lock_shared",
  key: number,
): Promise<boolean> {
  const text = `SELECT ${lockFunction}($1, $2) AS locked`;
  const { rows } = await client.query<{ locked: boolean }>(text, [advisoryLockSpace, key]);
  return rows[0]?.locked === true;
}
