import { findPasswordHash } from "@/lib/db/console-accounts";
import type { Database } from "@/lib/db/pool";
import { verifyPassword } from "@/lib/secrets";
import { type Attempt, type AttemptLimit, tryWithin } from "./attempt-limits";

/** Who has somebody's open session may guess their password this often, and no more. */
const confirmationLimit: AttemptLimit = { name: "confirmation", failures: 10, seconds: 15 * 60 };

/** Asks whether this is the password of an account that is signed in, rate limited by account. */
export async function confirmAccountPassword(
  database: Database,
  accountId: string,
  password: string,
): Promise<Attempt<true>> {
  return await tryWithin(database, [{ limit: confirmationLimit, key: accountId }], async () => {
    const hash = await findPasswordHash(database.prisma, accountId);
    return hash !== undefined && (await verifyPassword(hash, password)) ? true : undefined;
  });
}
