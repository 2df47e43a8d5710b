import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import {
  deleteMapping,
  findMapping,
  findMappingNamed,
  insertMapping,
  listMappings,
  listMappingVersions,
  type MappingVersion,
  type StoredMapping,
  updateMapping,
} from "@/lib/db/property-mappings";
import { type StoredTarget, updateTarget } from "@/lib/db/targets";
import type { Queries } from "@/lib/db/transaction";
import { compileMapping } from "@/lib/provisioning/mapping/compile-mapping";
import type { ExpressionError } from "@/lib/provisioning/mapping/mapping-error";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import { readName } from "../field-rules";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

export type MappingAct = FoundTarget & { readonly mapping: StoredMapping };

export type MappingInput = {
  readonly name: string;
  readonly expression: string;
  readonly enabled: boolean;
};

/** What is wrong with an expression, by line and column, while it is written. */
function checkMapping(resourceType: ProvisionedType, expression: string): readonly ExpressionError[] {
  const compiled = compileMapping(resourceType, expression);
  return compiled.ok ? [] : compiled.errors;
}

/** Adds a property mapping. Everything is compared with the target once more. */
export async function addMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { resourceType, ...input }: MappingInput & { readonly resourceType: ProvisionedType },
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const read = await readMapping(db, found.value.target, resourceType, input);
    if (!read.ok) return read;
    const mapping = await insertMapping(db, actor, found.value.target.id, { ...read.value, resourceType });
    await finish(db, actor, found.value, "target.mappingAdded", mapping);
    return accept({ ...found.value, mapping });
  });
}

/**
 * Changes a property mapping; what it was stays readable as an earlier version.
 *
 * @param drawnFrom the version that the person saw: if it is not the latest any more, somebody else has changed it
 */
export async function saveMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { id, drawnFrom, ...input }: MappingInput & { readonly id: string; readonly drawnFrom?: number },
): Promise<Result<MappingAct>> {
  return await actOnMapping(database, subdomain, name, id, async (db, found, before) => {
    if (drawnFrom !== undefined && drawnFrom !== before.version) {
      return refuse(
        "Somebody else has changed this mapping meanwhile. Reload the page, then change what you want again.",
      );
    }
    const read = await readMapping(db, found.target, before.resourceType, input, before.id);
    if (!read.ok) return read;
    const { name: newName, expression, enabled } = read.value;
    if (newName === before.name && expression === before.expression && enabled === before.enabled) {
      return accept(before);
    }
    const mapping = await updateMapping(db, actor, { id: before.id, ...read.value });
    await finish(db, actor, found, "target.mappingChanged", mapping);
    return accept(mapping);
  });
}

/** Takes a mapping back to what one of its versions was, as a new version. */
export async function revertMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Result<MappingAct>> {
  return await actOnMapping(database, subdomain, name, id, async (db, found, before) => {
    const wanted = (await listMappingVersions(db, before.id)).find((known) => known.version === version);
    if (wanted === undefined) return refuse(`The mapping ${before.name} has no version ${version}.`, "version");
    const read = await readMapping(db, found.target, before.resourceType, wanted, before.id);
    if (!read.ok) return read;
    const mapping = await updateMapping(db, actor, { id: before.id, ...read.value });
    await finish(db, actor, found, "target.mappingReverted", mapping, { revertedTo: version });
    return accept(mapping);
  });
}

/** Removes a mapping with its versions. What it alone had yielded is taken away at the target. */
export async function removeMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  id: string,
): Promise<Result<MappingAct>> {
  return await actOnMapping(database, subdomain, name, id, async (db, found, mapping) => {
    const others = (await listMappings(db, found.target.id)).filter(
      (other) => other.resourceType === mapping.resourceType && other.id !== mapping.id && other.enabled,
    );
    if (others.length === 0) {
      const what = mapping.resourceType === "User" ? "people" : "groups";
      return refuse(
        `It is the only mapping for ${what}: without one nothing could be sent for them. Add another first.`,
      );
    }
    await deleteMapping(db, mapping.id);
    await finish(db, actor, found, "target.mappingRemoved", mapping, { expression: mapping.expression });
    return accept(mapping);
  });
}

/** A mapping of the target with what it was before, the latest first; undefined when it has none of this id. */
export async function viewMapping(
  database: Database,
  target: StoredTarget,
  id: string,
): Promise<{ readonly mapping: StoredMapping; readonly versions: readonly MappingVersion[] } | undefined> {
  const mapping = await findMapping(database.prisma, target.id, id);
  if (mapping === undefined) return undefined;
  return { mapping, versions: await listMappingVersions(database.prisma, mapping.id) };
}

async function actOnMapping(
  database: Database,
  subdomain: string,
  name: string,
  id: string,
  act: (db: Queries, found: FoundTarget, mapping: StoredMapping) => Promise<Result<StoredMapping>>,
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const mapping = await findMapping(db, found.value.target.id, id);
    if (mapping === undefined) return refuse("This mapping is no longer there: somebody has removed it.", "mapping");
    const acted = await act(db, found.value, mapping);
    return acted.ok ? accept({ ...found.value, mapping: acted.value }) : acted;
  });
}

/** The name must be free, and the expression one that can be computed. */
async function readMapping(
  db: Queries,
  target: StoredTarget,
  resourceType: ProvisionedType,
  input: MappingInput,
  ownId?: string,
): Promise<Result<MappingInput>> {
  const name = readName(input.name, "a mapping's name");
  if (!name.ok) return name;
  const holder = await findMappingNamed(db, target.id, resourceType, name.value);
  if (holder !== undefined && holder.id !== ownId) {
    return refuse(`There is a mapping "${holder.name}" already. Their names are their order: choose another.`, "name");
  }
  const [error] = checkMapping(resourceType, input.expression);
  if (error !== undefined) {
    return refuse(`Line ${error.line}, column ${error.column}: ${error.message}`, "expression");
  }
  return accept({ name: name.value, expression: input.expression, enabled: input.enabled });
}

/** Records the act, and has everything compared with the target. */
async function finish(
  db: Queries,
  actor: Actor,
  { target, organization }: FoundTarget,
  action: string,
  mapping: StoredMapping,
  details: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  await updateTarget(db, { ...target, nextReconcileAt: new Date() });
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action,
    subject: mapping.name,
    details: {
      target: target.name,
      targetId: target.id,
      mappingId: mapping.id,
      resourceType: mapping.resourceType,
      version: mapping.version,
      ...details,
    },
  });
}
