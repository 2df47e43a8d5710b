import { readFile } from "node:fs/promises";
import type pg from "pg";

/**
 * Private memory, in bytes, of PostgreSQL's processes for the other connections of this database: what they share is left out.
 * Undefined where there is no /proc.
 */
export async function readBackendMemory(client: pg.Client): Promise<number | undefined> {
  if (process.platform !== "linux") return undefined;
  const { rows } = await client.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  const sizes = await Promise.all(rows.map(({ pid }) => readPrivateMemory(pid)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 of a process that has ended meanwhile. */
async function readPrivateMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
