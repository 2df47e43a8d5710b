import { z } from "zod";
import { findSessionVersion } from "@/lib/db/console-accounts";
import type { Database } from "@/lib/db/pool";

/** What a session remembers; whether it still holds is asked of the database each time (`readSession`). */
export type SessionClaims = {
  readonly accountId: string;
  readonly sessionVersion: number;
  /** When the person proved who they are, in milliseconds since 1970. */
  readonly authenticatedAt: number;
  /** When this session began, likewise: later where an identity provider remembered the person. */
  readonly startedAt: number;
};

const sessionSchema = z.object({
  claims: z.object({
    accountId: z.uuid(),
    sessionVersion: z.number(),
    authenticatedAt: z.number(),
    startedAt: z.number(),
  }),
});

/** The claims of a decrypted session; undefined for one that holds none. */
export function parseClaims(session: unknown): SessionClaims | undefined {
  return sessionSchema.safeParse(session).data?.claims;
}

/** The claims of a session that begins now. */
export async function createClaims(
  database: Database,
  accountId: string,
  authenticatedAt: number = Date.now(),
): Promise<SessionClaims> {
  const sessionVersion = (await findSessionVersion(database.prisma, accountId)) ?? 0;
  return { accountId, sessionVersion, authenticatedAt, startedAt: Date.now() };
}
