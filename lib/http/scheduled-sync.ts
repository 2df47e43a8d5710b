import { timingSafeEqual } from "node:crypto";
import { getDatabase } from "@/lib/db/pool";
import { readEnvironment } from "@/lib/env";
import { hashToken, readSealingKeys } from "@/lib/secrets";
import { createSyncEngine } from "./sync-engine";

/** Shorter than platforms let a request run. */
const workMs = 45_000;

/**
 * Provisions targets for as long as there is work, and at most for 45 seconds: for mounts where nothing runs between requests, which
 * a schedule calls every minute with `Authorization: Bearer CRON_SECRET`. Without CRON_SECRET there is no such address.
 */
export async function runScheduledSync(request: Request): Promise<Response> {
  const { cronSecret, targetAllow, ...environment } = readEnvironment();
  if (cronSecret === undefined) {
    return Response.json({ error: "CRON_SECRET is not set, so nothing is run by schedule." }, { status: 404 });
  }
  if (!isSame(request.headers.get("authorization") ?? "", `Bearer ${cronSecret}`)) {
    return Response.json({ error: "Send Authorization: Bearer and the CRON_SECRET." }, { status: 401 });
  }
  const engine = createSyncEngine({ database: getDatabase(), keys: readSealingKeys(environment), allow: targetAllow });
  await engine.drainAll(workMs);
  return Response.json({ ok: true });
}

/** Of hashes, so that how long it takes says nothing about either. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hashToken(given), hashToken(expected));
}
