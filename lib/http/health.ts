import { getDatabase } from "@/lib/db/pool";

/** A database that takes longer than this for nothing at all is no database to send work to. */
const answersWithinMs = 2_000;

/** Whether the database answers. */
export async function isDatabaseAnswering(): Promise<boolean> {
  try {
    const { pool } = getDatabase();
    const tooLate = new Promise<false>((resolve) => setTimeout(resolve, answersWithinMs, false).unref());
    return await Promise.race([pool.query("SELECT 1").then(() => true), tooLate]);
  } catch {
    return false;
  }
}
