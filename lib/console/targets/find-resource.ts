import { findGroupNamed, findPeopleNamed } from "@/lib/db/find-one";
import type { ResourceKey } from "@/lib/db/link-acts";
import type { Database } from "@/lib/db/pool";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { requireOrganization } from "../organizations";
import { accept, type Result, refuse } from "../result";

/**
 * The person or group that a text names.
 *
 * @param wanted.text userName, email or id of a person; name or id of a group
 */
export async function findResource(
  database: Database,
  subdomain: string,
  wanted: { readonly resourceType: ProvisionedType; readonly text: string },
): Promise<Result<ResourceKey>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  if (!organization.ok) return organization;
  const { resourceType } = wanted;
  const text = wanted.text.trim();
  const found =
    resourceType === "Group"
      ? await findGroupNamed(database, organization.value.id, text)
      : (await findPeopleNamed(database, organization.value.id, text))[0];
  return found === undefined ? refuseMissing(text, resourceType) : accept({ resourceType, resourceId: found.id });
}

function refuseMissing(text: string, resourceType: ProvisionedType): Result<never> {
  return refuse(`There is no ${resourceType === "User" ? "person" : "group"} "${text}" here.`, "resource");
}
