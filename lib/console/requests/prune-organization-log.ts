import { requireOrganization } from "@/lib/console/organizations";
import { accept, type Result, refuse } from "@/lib/console/result";
import type { Database } from "@/lib/db/pool";
import { type Pruned, pruneLog } from "@/lib/db/prune-log";

/** Removes what an organization keeps no longer. @param subdomain absent: of every organization */
export async function pruneOrganizationLog(database: Database, subdomain: string | undefined): Promise<Result<Pruned>> {
  const organization = subdomain === undefined ? undefined : await requireOrganization(database.prisma, subdomain);
  if (organization?.ok === false) return organization;
  const pruned = await pruneLog(database, new Date(), organization?.value.id);
  return pruned === undefined
    ? refuse("Another process is removing old rows at this moment. Nothing needs to be done.")
    : accept(pruned);
}
