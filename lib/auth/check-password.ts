import { findAccount } from "@/lib/db/accounts";
import type { Database } from "@/lib/db/pool";
import { hashPassword, verifyPassword } from "@/lib/secrets";

/** A hash that no password fits: an unknown email takes as long as a known one. */
const decoy = hashPassword("nobody has this password");

/** The id of the account with this email and password; undefined when there is none, which of the two is not told. */
export async function checkPassword(
  database: Database,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string | undefined> {
  const account = await findAccount(database.prisma, email.trim());
  const isRight = await verifyPassword(account?.passwordHash ?? (await decoy), password);
  return isRight && account?.passwordHash ? account.id : undefined;
}
