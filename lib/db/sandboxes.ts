import { foldForComparison } from "@/lib/scim/fold";
import type { ScimClientSettings } from "./scim-clients";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** The id of the organization's sandbox, if it has one. */
export async function findSandboxId(db: Queries, organizationId: string): Promise<string | undefined> {
  return (await db.organization.findUnique({ where: { sandboxOfId: organizationId }, select: { id: true } }))?.id;
}

/** The organization's sandbox, made if it is not there, and held until the transaction ends. */
export async function holdSandbox(
  db: Queries,
  organization: { readonly id: string; readonly name: string },
): Promise<string> {
  await db.organization.createMany({
    data: [
      {
        id: createId(),
        // Nobody is asked for it: sandboxes are found by what they belong to.
        subdomain: `sandbox-of-${organization.id}`,
        name: `Sandbox of ${organization.name}`,
        sandboxOfId: organization.id,
      },
    ],
    skipDuplicates: true,
  });
  const { id } = await db.organization.findUniqueOrThrow({
    where: { sandboxOfId: organization.id },
    select: { id: true },
  });
  await db.$queryRaw`SELECT id FROM organizations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return id;
}

/** Takes everything out of a sandbox: people, groups, what is logged, and the tokens of earlier runs. */
export async function emptySandbox(db: Queries, sandboxId: string): Promise<void> {
  const where = { organizationId: sandboxId };
  await db.accessToken.updateMany({
    where: { scimClient: { organizationId: sandboxId }, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await db.group.deleteMany({ where });
  await db.user.deleteMany({ where });
  await db.resourceChange.deleteMany({ where });
  await db.requestLog.deleteMany({ where });
  await db.requestCount.deleteMany({ where });
}

/** The client that stands in a sandbox for one of the organization's own. It has that one's name. */
export async function findSandboxClientId(
  db: Queries,
  sandboxId: string,
  client: Pick<ScimClientSettings, "name">,
): Promise<string | undefined> {
  const nameFolded = foldForComparison(client.name);
  const found = await db.scimClient.findUnique({
    where: { organizationId_nameFolded: { organizationId: sandboxId, nameFolded } },
    select: { id: true },
  });
  return found?.id;
}

/** Makes the client that stands in a sandbox for one of the organization's own: the same preset and options, callable from everywhere. */
export async function placeSandboxClient(
  db: Queries,
  sandboxId: string,
  { name, preset, overrides }: Pick<ScimClientSettings, "name" | "preset" | "overrides">,
): Promise<string> {
  const nameFolded = foldForComparison(name);
  const settings = { preset, options: { ...overrides } };
  const { id } = await db.scimClient.upsert({
    where: { organizationId_nameFolded: { organizationId: sandboxId, nameFolded } },
    create: { id: createId(), organizationId: sandboxId, name, nameFolded, ...settings },
    update: settings,
    select: { id: true },
  });
  return id;
}

/** How much a sandbox holds. */
export async function countSandbox(db: Queries, sandboxId: string): Promise<{ people: number; groups: number }> {
  const where = { organizationId: sandboxId };
  return { people: await db.user.count({ where }), groups: await db.group.count({ where }) };
}
