import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** Makes the setup link of this token the only one that can be used. */
export async function replaceSetupLink(db: Queries, tokenHash: Uint8Array<ArrayBuffer>): Promise<void> {
  await db.setupLink.deleteMany({ where: { usedAt: null } });
  await db.setupLink.create({ data: { id: createId(), tokenHash } });
}

/** The setup link with this hash, and whether it has been used. */
export async function findSetupLink(
  db: Queries,
  tokenHash: Uint8Array<ArrayBuffer>,
): Promise<{ readonly used: boolean } | undefined> {
  const link = await db.setupLink.findUnique({ where: { tokenHash }, select: { usedAt: true } });
  return link === null ? undefined : { used: link.usedAt !== null };
}

/** Uses the link up. Of two transactions that try, the second waits for the first and is told false. */
export async function consumeSetupLink(db: Queries, tokenHash: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { count } = await db.setupLink.updateMany({
    where: { tokenHash, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
