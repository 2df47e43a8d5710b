import { findTarget, findTargetById, listTargets, lockTarget, type StoredTarget } from "@/lib/db/targets";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { describeMissing } from "../describe-missing";
import { requireOrganization } from "../organizations";
import { accept, type Result, refuse } from "../result";

export type FoundTarget = { readonly target: StoredTarget; readonly organization: Organization };

/** The organization's target of this name, or a sentence that says which there are. */
export async function requireTarget(db: Queries, subdomain: string, name: string): Promise<Result<FoundTarget>> {
  const organization = await requireOrganization(db, subdomain);
  if (!organization.ok) return organization;
  const target = await findTarget(db, organization.value.id, name);
  if (target !== undefined) return accept({ target, organization: organization.value });
  const names = (await listTargets(db, organization.value.id)).map((known) => known.name);
  const place = ` in ${organization.value.name}`;
  return refuse(describeMissing(name, ["target", "targets"], names, place), "target");
}

/** As requireTarget, with the target held for this transaction, so that a parallel act waits. */
export async function holdTarget(db: Queries, subdomain: string, name: string): Promise<Result<FoundTarget>> {
  const found = await requireTarget(db, subdomain, name);
  if (!found.ok) return found;
  await lockTarget(db, found.value.target.id);
  const target = await findTargetById(db, found.value.organization.id, found.value.target.id);
  return target === undefined
    ? refuse(`The target "${name}" was removed just now.`, "target")
    : accept({ ...found.value, target });
}
