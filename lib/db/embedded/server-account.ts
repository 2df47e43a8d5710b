import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { PostgresBinaries } from "./binaries";
import { EmbeddedPostgresError } from "./embedded-postgres-error";

/** Under which account the server's programs run: a command to put before theirs, and who must own the data. */
export type ServerAccount = {
  commandPrefix: readonly string[];
  owner?: { uid: number; gid: number };
};

/** Accounts every Linux system has one of. initdb wants a name for its user id, so the id must be in /etc/passwd. */
const preferredAccounts = ["postgres", "daemon", "bin", "nobody"];

/**
 * The environment of the server's programs. It is fixed, because variables such as PGDATA, PGPORT, TZ or LANG of the
 * person who starts Roster would change what the server does.
 */
export function createServerEnvironment(binaries: PostgresBinaries): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "production",
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin",
    LC_ALL: "C",
    TZ: "UTC",
    ...binaries.libraryEnvironment,
  };
}

/**
 * Chooses how to run the server. PostgreSQL refuses to run as root, and a project below a directory that only root may
 * enter is out of reach for any other account. So as root the ways that keep it in reach are tried in turn:
 * 1. a user namespace, in which root is called by another id (the files stay root's outside of it);
 * 2. another account that keeps the one privilege to pass directory permissions, where namespaces are not permitted
 *    (Docker's default) or the project belongs to somebody else.
 * Each way is tried out on the server program itself, from within `dataDirectory`, which must exist.
 */
export function chooseServerAccount(binaries: PostgresBinaries, dataDirectory: string): ServerAccount {
  if (process.getuid?.() !== 0) return { commandPrefix: [] };
  const account = findUnprivilegedAccount();
  if (account !== undefined) {
    const id = String(account.uid);
    const group = String(account.gid);
    const ways: readonly ServerAccount[] = [
      { commandPrefix: ["unshare", "--user", `--map-user=${id}`, "--"], owner: { uid: 0, gid: 0 } },
      {
        // biome-ignore format: one option with its value a line reads better
        commandPrefix: [
          "setpriv", `--reuid=${id}`, `--regid=${group}`, "--clear-groups",
          "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
          // Without it access(2), by which PostgreSQL looks for its own program, would not count the privilege.
          "--securebits=+no_setuid_fixup", "--",
        ],
        owner: account,
      },
    ];
    const found = ways.find((way) => canRunServer(way, binaries, dataDirectory));
    if (found !== undefined) return found;
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL does not run as root, and this system permits neither a user namespace (unshare) nor a change of user (setpriv).",
    "Start Roster as an ordinary user, install util-linux, or set DATABASE_URL to a PostgreSQL server.",
  );
}

function findUnprivilegedAccount(): { uid: number; gid: number } | undefined {
  const accounts = new Map<string, { uid: number; gid: number }>();
  for (const line of readAccounts().split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name && Number(uid) > 0 && Number(gid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  const preferred = preferredAccounts.find((name) => accounts.has(name));
  return preferred === undefined ? accounts.values().next().value : accounts.get(preferred);
}

function readAccounts(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}

function canRunServer(way: ServerAccount, binaries: PostgresBinaries, dataDirectory: string): boolean {
  const [program, ...prefixArguments] = way.commandPrefix;
  if (program === undefined) return false;
  // It shows its settings and ends; before that it has found and run the server program.
  const probe = ["sh", "-c", 'cd "$1" && exec "$0" --show --pgdata "$1"', binaries.initdb, dataDirectory];
  const environment = createServerEnvironment(binaries);
  return spawnSync(program, [...prefixArguments, ...probe], { env: environment, stdio: "ignore" }).status === 0;
}
