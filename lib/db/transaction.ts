import type { Prisma, PrismaClient } from "./generated/client";

/** What the query functions take first: the Prisma client, or one transaction of it. */
export type Queries = Prisma.TransactionClient;

/**
 * Runs `act` in one transaction: all of it is written, or, when it throws, nothing.
 *
 * @param timeoutMs how long it may take
 */
export function runInTransaction<Result>(
  database: { readonly prisma: PrismaClient },
  act: (db: Queries) => Promise<Result>,
  timeoutMs = 30_000,
): Promise<Result> {
  // The waits are longer than Prisma's own (2 and 5 seconds): a person's act should wait its turn, not fail.
  return database.prisma.$transaction(act, { maxWait: 15_000, timeout: timeoutMs });
}

/**
 * Makes every other transaction that asks for the same lock wait until this one ends. For the few acts that decide by
 * looking at rows which another transaction may be adding.
 */
export async function lockUntilEnd(
  db: Queries,
  lock: "setup" | "import" | "identities" | `custom attributes of ${string}`,
): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`roster ${lock}`}))`;
}
