import type { Pool, PoolClient } from "pg";

/** Where a statement is sent: to any connection of the pool, or to the one that holds a transaction. */
export type Connection = Pool | PoolClient;

/**
 * Runs `act` in one transaction on one connection of the pool: all of it is written, or, when it throws, nothing. Given a
 * connection that is in a transaction already, `act` becomes part of that one.
 *
 * @param settings what of the transaction is set as it begins, as statements without values: they cost no round trip of their own
 */
export async function runInPoolTransaction<Result>(
  pool: Connection,
  act: (connection: PoolClient) => Promise<Result>,
  settings = "",
): Promise<Result> {
  if ("release" in pool) return act(pool);
  const connection = await pool.connect();
  let failure: Error | undefined;
  // The pool listens only to idle connections: a busy one that is lost would end the process.
  const onError = (error: Error) => {
    failure = error;
  };
  connection.on("error", onError);
  try {
    await connection.query(settings === "" ? "BEGIN" : `BEGIN; ${settings}`);
    const result = await act(connection);
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    await connection.query("ROLLBACK").catch((rollbackError: Error) => {
      failure = rollbackError;
    });
    throw error;
  } finally {
    connection.off("error", onError);
    // A connection that was lost, or could not even roll back, is closed instead of being used again.
    connection.release(failure);
  }
}
