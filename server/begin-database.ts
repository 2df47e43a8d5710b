import { describeDatabaseError } from "@/lib/db/describe-database-error";
import type { Shutdown } from "./shutdown";
import { StartError } from "./start-error";

/**
 * Waits for a database that is being opened, registered before it is open: a start that is stopped half-way must not leave a
 * PostgreSQL behind.
 *
 * @throws StartError
 */
export function beginDatabase<Opened>(
  opening: Promise<Opened>,
  { add }: Pick<Shutdown, "add">,
  end: (opened: Opened) => Promise<void>,
): Promise<Opened> {
  const database = opening.catch((error: unknown) => {
    throw new StartError(describeDatabaseError(error));
  });
  const endOpened = async () => {
    const opened = await database.catch(() => undefined);
    if (opened !== undefined) await end(opened);
  };
  add({ name: "database", run: endOpened, withinMs: 30_000 });
  return database;
}
