import { setInterval } from "node:timers";
import { ensureNameIndex } from "@/lib/db/name-index";
import type { Database } from "@/lib/db/pool";
import { pruneLog } from "@/lib/db/prune-log";
import { eraseExpiredPasswords } from "@/lib/db/sync/passwords";
import { log } from "@/lib/log";

const everyMs = 60 * 60 * 1000;
/** After the start, which has enough to do. */
const firstMs = 60 * 1000;

/**
 * Removes once an hour what organizations keep no longer, and passwords that no target took in time, and makes the index of names
 * once there are many people. With many servers on one database, one of them does it.
 *
 * @returns how to stop it, once what is under way is done
 */
export function pruneRegularly(database: Pick<Database, "pool">): () => Promise<void> {
  const cleaned = new Map<string, string>();
  let running: Promise<void> | undefined;
  const prune = () => {
    running ??= eraseExpiredPasswords(database)
      .then(() => pruneLog(database, new Date(), undefined, cleaned))
      .then((pruned) => {
        if (pruned !== undefined && Object.values(pruned).some((count) => count > 0)) {
          log.info("What is kept no longer was removed from the log.", pruned);
        }
      })
      .then(() => ensureNameIndex(database).then(() => {}))
      .catch((error: unknown) =>
        log.warn("The log could not be pruned; trying again later.", { reason: String(error) }),
      )
      .finally(() => {
        running = undefined;
      });
  };
  const first = setTimeout(prune, firstMs);
  const timer = setInterval(prune, everyMs);
  first.unref();
  timer.unref();
  return async () => {
    clearTimeout(first);
    clearInterval(timer);
    await running;
  };
}
