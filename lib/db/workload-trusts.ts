import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** Whose signed assertions a SCIM client may present in place of a secret. */
export type WorkloadTrust = {
  readonly id: string;
  readonly scimClientId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** Where the issuer's keys are; null: its OpenID configuration says it. */
  readonly jwksUri: string | null;
  readonly created: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly lastUsedAgent: string | null;
};

const columns = {
  id: true,
  scimClientId: true,
  issuer: true,
  subject: true,
  audience: true,
  jwksUri: true,
  created: true,
  lastUsedAt: true,
  lastUsedIp: true,
  lastUsedAgent: true,
} as const;

export type NewWorkloadTrust = Pick<WorkloadTrust, "scimClientId" | "issuer" | "subject" | "audience" | "jwksUri">;

/** Adds a trust to its SCIM client; undefined when the client has one of the same issuer, subject and audience. */
export async function insertWorkloadTrust(db: Queries, trust: NewWorkloadTrust): Promise<WorkloadTrust | undefined> {
  const [inserted] = await db.workloadTrust.createManyAndReturn({
    data: [{ id: createId(), ...trust }],
    skipDuplicates: true,
    select: columns,
  });
  return inserted;
}

/** The client's trusts, oldest first. */
export async function listWorkloadTrusts(db: Queries, scimClientId: string): Promise<readonly WorkloadTrust[]> {
  return await db.workloadTrust.findMany({ where: { scimClientId }, select: columns, orderBy: { id: "asc" } });
}

/** The trusts of any SCIM client in this issuer and subject, at most `limit`. */
export async function findWorkloadTrusts(
  db: Queries,
  assertion: { readonly issuer: string; readonly subject: string },
  limit: number,
): Promise<readonly WorkloadTrust[]> {
  const { issuer, subject } = assertion;
  return await db.workloadTrust.findMany({
    where: { issuer, subject },
    select: columns,
    orderBy: { id: "asc" },
    take: limit,
  });
}

/**
 * Removes the trust, and with it the access tokens that it gave.
 *
 * @returns how many of these were live at `now`
 */
export async function deleteWorkloadTrust(db: Queries, id: string, now: Date): Promise<number> {
  // What is being given meanwhile waits for this row, and is then not given.
  await db.$queryRaw`SELECT id FROM workload_trusts WHERE id = ${id}::uuid FOR UPDATE`;
  const live = await db.accessToken.count({ where: { workloadTrustId: id, revokedAt: null, expiresAt: { gt: now } } });
  await db.workloadTrust.delete({ where: { id } });
  return live;
}
