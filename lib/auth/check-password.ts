import { findAccount } from "@/lib/db/accounts";
import type { Database } from "@/lib/db/pool";
import { findSubscriberNetwork } from "@/lib/directory/address-range";
import { foldForComparison } from "@/lib/scim/fold";
import { hashPassword, verifyPassword } from "@/lib/secrets";
import {
  type Attempt,
  type AttemptCount,
  type AttemptLimit,
  clearFailures,
  isRemembered,
  remember,
  tryWithin,
} from "./attempt-limits";

const quarterHour = 15 * 60;
/** Wrong passwords for one email from one address: somebody who mistypes, or who guesses. */
const pairLimit: AttemptLimit = { name: "sign-in", failures: 10, seconds: quarterHour };
/** From one address for any emails; behind one address there may be a whole office. */
const addressLimit: AttemptLimit = { name: "sign-in-address", failures: 50, seconds: quarterHour };
/** For one email from everywhere; see docs/decisions/0024-signing-in.md for why it is so high. */
const emailLimit: AttemptLimit = { name: "sign-in-email", failures: 100, seconds: 60 * 60 };
/** An address from which somebody signed in is theirs for 30 days: others' failures do not keep them out. */
const knownAddress: AttemptLimit = { name: "signed-in", failures: 1, seconds: 30 * 24 * 60 * 60 };

/** A hash that no password fits: an unknown email takes as long as a known one. */
const decoy = hashPassword("nobody has this password");

export type PasswordSignIn = {
  readonly email: string;
  readonly password: string;
  /** The address of whoever asks; undefined when nobody knows it. */
  readonly address: string | undefined;
};

/**
 * Finds the account with this email and password.
 *
 * @returns the account's id; that it was wrong, not telling which of the two; or how long to wait, after too many failures
 */
export async function checkPassword(
  database: Database,
  { email, password, address }: PasswordSignIn,
): Promise<Attempt<string>> {
  const counts = await listCounts(database, foldForComparison(email.trim()), address);
  const attempt = await tryWithin(database, counts.limiting, async () => {
    const account = await findAccount(database.prisma, email.trim());
    const isRight = await verifyPassword(account?.passwordHash ?? (await decoy), password);
    return isRight && account?.passwordHash ? account.id : undefined;
  });
  if (attempt.kind === "right" && counts.pair !== undefined) {
    await clearFailures(database, { limit: pairLimit, key: counts.pair });
    await remember(database, { limit: knownAddress, key: counts.pair });
  }
  return attempt;
}

async function listCounts(
  database: Database,
  email: string,
  address: string | undefined,
): Promise<{ readonly limiting: readonly AttemptCount[]; readonly pair?: string }> {
  const network = address === undefined ? undefined : findSubscriberNetwork(address);
  const byEmail = { limit: emailLimit, key: email };
  if (network === undefined) return { limiting: [byEmail] };
  const pair = `${network} ${email}`;
  const isKnown = await isRemembered(database, { limit: knownAddress, key: pair });
  const own = [
    { limit: pairLimit, key: pair },
    { limit: addressLimit, key: network },
  ];
  return { pair, limiting: isKnown ? own : [...own, byEmail] };
}
