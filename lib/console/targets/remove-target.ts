import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { countTargetFigures } from "@/lib/db/target-figures";
import { deleteTarget } from "@/lib/db/targets";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget, requireTarget } from "./require-target";

export type TargetRemoval = FoundTarget & {
  /** How many people and groups are at the target, by what Roster knows: they stay there as they are. */
  readonly linked: { readonly people: number; readonly groups: number };
  /** Changes that were not sent yet, and never will be. */
  readonly waiting: number;
};

/** What removing the target would leave behind. */
export async function previewTargetRemoval(
  database: Database,
  subdomain: string,
  name: string,
): Promise<Result<TargetRemoval>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  return found.ok ? accept(await countRemoval(database, found.value)) : found;
}

/**
 * Removes a target with its links, mappings and history. Nothing is sent: whoever is there stays there as they are.
 *
 * @param typedName what the person typed to confirm it, in the console
 */
export async function removeTarget(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  typedName?: string,
): Promise<Result<TargetRemoval>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  if (typedName !== undefined && typedName.trim() !== found.value.target.name) {
    return refuse(`Type the target's name exactly as it is written: ${found.value.target.name}.`, "typedName");
  }
  const removal = await countRemoval(database, found.value);
  return await actInTransaction(
    database,
    async (db) => {
      const held = await holdTarget(db, subdomain, name);
      if (!held.ok) return held;
      const { target, organization } = held.value;
      await deleteTarget(db, target);
      await insertAuditEvent(db, {
        actor,
        organizationId: organization.id,
        action: "target.removed",
        subject: target.name,
        details: { id: target.id, url: target.baseUrl, preset: target.preset, linked: removal.linked },
      });
      return accept(removal);
    },
    // With a million links it takes a while.
    10 * 60_000,
  );
}

async function countRemoval(database: Database, found: FoundTarget): Promise<TargetRemoval> {
  const figures = (await countTargetFigures(database, [found.target.id])).get(found.target.id);
  const count = (kind: "people" | "groups") => (figures?.[kind].linked ?? 0) + (figures?.[kind].deactivated ?? 0);
  return { ...found, linked: { people: count("people"), groups: count("groups") }, waiting: figures?.jobs.total ?? 0 };
}
