import type { Pool, PoolClient } from "pg";

/** Runs `act` in one transaction on one connection of the pool: all of it is written, or, when it throws, nothing. */
export async function runInPoolTransaction<Result>(
  pool: Pool,
  act: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.connect();
  let failure: Error | undefined;
  try {
    await connection.query("BEGIN");
    const result = await act(connection);
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    await connection.query("ROLLBACK").catch((rollbackError: Error) => {
      failure = rollbackError;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is closed instead of being used again.
    connection.release(failure);
  }
}
