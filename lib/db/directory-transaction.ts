import type { PoolClient } from "pg";
import type { DirectoryStore, WriteOutcome } from "@/lib/directory/directory-store";
import { type AuditEvent, insertAuditEventOn } from "./audit-events";
import { createDirectoryStore } from "./directory-store";
import type { Database } from "./pool";
import { type Connection, runInPoolTransaction } from "./pool-transaction";

/** What an act by hand may do to the directory: all of it happens, or nothing. */
export type DirectoryTransaction = {
  readonly store: DirectoryStore;
  /** For the few statements of the act's own. */
  readonly connection: Connection;
  readonly recordAudit: (event: AuditEvent) => Promise<void>;
};

/**
 * Runs an act on the directory in one transaction, so that what it writes and its audit event are there together or not at
 * all. When it throws, nothing stays.
 *
 * @param baseUrl what the URLs of resources begin with
 */
export function runDirectoryTransaction<Result>(
  { pool }: Pick<Database, "pool">,
  baseUrl: string,
  act: (transaction: DirectoryTransaction) => Promise<Result>,
): Promise<Result> {
  return runInPoolTransaction(pool, (connection) =>
    act({
      store: withSavepoints(connection, createDirectoryStore({ pool: connection }, baseUrl)),
      connection,
      recordAudit: (event) => insertAuditEventOn(connection, event),
    }),
  );
}

/** PostgreSQL gives up a transaction in which a statement failed, such as on a name that is taken: each write can be undone alone. */
function withSavepoints(connection: PoolClient, store: DirectoryStore): DirectoryStore {
  async function guard<Stored>(write: () => Promise<WriteOutcome<Stored>>): Promise<WriteOutcome<Stored>> {
    await connection.query("SAVEPOINT one_write");
    const result = await write();
    await connection.query(`${result.outcome === "written" ? "RELEASE" : "ROLLBACK TO"} SAVEPOINT one_write`);
    return result;
  }
  return {
    ...store,
    createUser: (...given) => guard(() => store.createUser(...given)),
    updateUser: (...given) => guard(() => store.updateUser(...given)),
    // handOverPassword refuses nothing, and needs no undoing.
    deleteUser: (...given) => guard(() => store.deleteUser(...given)),
    createGroup: (...given) => guard(() => store.createGroup(...given)),
    updateGroup: (...given) => guard(() => store.updateGroup(...given)),
    deleteGroup: (...given) => guard(() => store.deleteGroup(...given)),
  };
}
