import { insertAuditEvent } from "@/lib/db/audit-events";
import { emptySandbox, findSandboxId } from "@/lib/db/sandboxes";
import { runInTransaction } from "@/lib/db/transaction";
import type { SimulationAccess } from "./simulations";

/** Takes everything out of the organization's sandbox, if it has one. */
export async function emptyOwnSandbox({ database, actor, organization }: SimulationAccess): Promise<void> {
  await runInTransaction(database, async (db) => {
    const sandboxId = await findSandboxId(db, organization.id);
    if (sandboxId === undefined) return;
    await emptySandbox(db, sandboxId);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "sandbox.emptied",
      subject: organization.name,
    });
  });
}
