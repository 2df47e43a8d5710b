import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import type { Actor } from "./audit-events";
import type { Queries } from "./transaction";
import { createId, isUuid } from "./uuid";

/** A property mapping as it is stored. */
export type StoredMapping = {
  readonly id: string;
  readonly targetId: string;
  readonly resourceType: ProvisionedType;
  readonly name: string;
  readonly expression: string;
  readonly enabled: boolean;
  /** 1 at first, one more at each change. */
  readonly version: number;
  readonly changed: Date;
};

export type NewMapping = Pick<StoredMapping, "resourceType" | "name" | "expression" | "enabled">;

/** What a mapping was or is, by whom. */
export type MappingVersion = Pick<StoredMapping, "name" | "expression" | "enabled" | "version"> & {
  readonly at: Date;
  readonly actorKind: string;
  /** The name of the person; undefined for others, and for somebody who was deleted since. */
  readonly actorName: string | undefined;
};

/** The mappings of a target, those of people first, in the order in which they run. */
export async function listMappings(db: Queries, targetId: string): Promise<readonly StoredMapping[]> {
  const rows = await db.propertyMapping.findMany({
    where: { targetId },
    orderBy: [{ resourceType: "desc" }, { name: "asc" }],
  });
  return rows.map(readMapping);
}

/** The target's mapping with this id. */
export async function findMapping(db: Queries, targetId: string, id: string): Promise<StoredMapping | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.propertyMapping.findFirst({ where: { id, targetId } });
  return row === null ? undefined : readMapping(row);
}

/** The target's mapping of a resource type that has this name. */
export async function findMappingNamed(
  db: Queries,
  targetId: string,
  resourceType: ProvisionedType,
  name: string,
): Promise<StoredMapping | undefined> {
  const row = await db.propertyMapping.findUnique({
    where: { targetId_resourceType_name: { targetId, resourceType, name } },
  });
  return row === null ? undefined : readMapping(row);
}

/** Adds a mapping, with its first version. There must be none of its name. */
export async function insertMapping(
  db: Queries,
  actor: Actor,
  targetId: string,
  mapping: NewMapping,
): Promise<StoredMapping> {
  const row = await db.propertyMapping.create({ data: { ...mapping, id: createId(), targetId } });
  const inserted = readMapping(row);
  await insertVersion(db, actor, inserted);
  return inserted;
}

/** Writes a mapping anew; what it was stays readable as an earlier version. There must be no other one of its name. */
export async function updateMapping(
  db: Queries,
  actor: Actor,
  { id, name, expression, enabled }: Pick<StoredMapping, "id" | "name" | "expression" | "enabled">,
): Promise<StoredMapping> {
  const row = await db.propertyMapping.update({
    where: { id },
    data: { name, expression, enabled, version: { increment: 1 }, changed: new Date() },
  });
  const updated = readMapping(row);
  await insertVersion(db, actor, updated);
  return updated;
}

/** Removes a mapping with its versions. */
export async function deleteMapping(db: Queries, id: string): Promise<void> {
  await db.propertyMapping.delete({ where: { id } });
}

/** The versions of a mapping, the latest first. */
export async function listMappingVersions(db: Queries, mappingId: string): Promise<readonly MappingVersion[]> {
  const rows = await db.propertyMappingVersion.findMany({ where: { mappingId }, orderBy: { version: "desc" } });
  const actorIds = rows.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]));
  const people = await db.user.findMany({ where: { id: { in: actorIds } }, select: { id: true, fullName: true } });
  const names = new Map(people.map(({ id, fullName }) => [id, fullName]));
  return rows.map(({ name, expression, enabled, version, at, actorKind, actorId }) => ({
    name,
    expression,
    enabled,
    version,
    at,
    actorKind,
    actorName: names.get(actorId ?? ""),
  }));
}

async function insertVersion(db: Queries, actor: Actor, mapping: StoredMapping): Promise<void> {
  const { id: mappingId, version, name, expression, enabled } = mapping;
  await db.propertyMappingVersion.create({
    data: {
      mappingId,
      version,
      name,
      expression,
      enabled,
      actorKind: actor.kind,
      actorId: actor.kind === "person" ? actor.id : null,
    },
  });
}

function readMapping(row: Omit<StoredMapping, "resourceType"> & { readonly resourceType: string }): StoredMapping {
  return { ...row, resourceType: row.resourceType === "Group" ? "Group" : "User" };
}
