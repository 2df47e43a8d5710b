import { lookUpConnections } from "@/lib/db/look-up-lines";
import type { Environment } from "@/lib/env";
import { StartError } from "./start-error";

/** PostgreSQL's own setting where nobody has changed it. */
const usualLimit = 100;
/** Of the work for targets, which one of the processes does: as many as a target has lanes unless it is told otherwise. */
export const engineConnections = 4;
/** What is left for the command line, `npm run worker`, backups and PostgreSQL itself. */
const others = 21;
/** Beside its pool each process has connections for look-ups, and some that listen for notifications. */
const besidePool = lookUpConnections + 2;
const mostOfProcess = 10;
const fewestOfProcess = 4;

/**
 * How many connections each of the processes may have, and how many the embedded PostgreSQL must allow. Of a database by
 * DATABASE_URL nobody knows the limit, or who else uses it: the usual one is shared out.
 *
 * @throws StartError when there are more processes than it has connections for
 */
export function planConnections(
  processes: number,
  { databaseUrl }: Pick<Environment, "databaseUrl">,
): { ofProcess: number; ofServer: number } {
  if (databaseUrl === undefined) {
    const needed = others + engineConnections + processes * (mostOfProcess + besidePool);
    return { ofProcess: mostOfProcess, ofServer: Math.max(usualLimit, needed) };
  }
  const share = Math.floor((usualLimit - others - engineConnections) / processes) - besidePool;
  if (share < fewestOfProcess) {
    const most = Math.floor((usualLimit - others - engineConnections) / (fewestOfProcess + besidePool));
    throw new StartError(
      `WEB_CONCURRENCY is ${processes}, for which the usual ${usualLimit} connections of PostgreSQL are too few. Set it to ${most} at most, and start Roster on more machines if one is not enough.`,
    );
  }
  return { ofProcess: Math.min(share, mostOfProcess), ofServer: usualLimit };
}
