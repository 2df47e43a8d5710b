import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import {
  deleteMapping,
  findMapping,
  findMappingNamed,
  insertMapping,
  listMappings,
  listMappingVersions,
  type NewMapping,
  type StoredMapping,
  updateMapping,
} from "@/lib/db/property-mappings";
import { updateTarget } from "@/lib/db/targets";
import type { Queries } from "@/lib/db/transaction";
import { compileMapping } from "@/lib/provisioning/mapping/compile-mapping";
import { readName } from "../field-rules";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { type FoundTarget, holdTarget } from "./require-target";

export type { StoredMapping } from "@/lib/db/property-mappings";

/** What a mapping is to be. */
export type MappingInput = Pick<NewMapping, "name" | "expression" | "enabled">;

export type MappingAct = FoundTarget & { readonly mapping: StoredMapping };

const gone = "This mapping is no longer there: somebody has removed it.";

/** Adds a property mapping. Everything is compared with the target once more. */
export async function addMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  input: NewMapping,
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const read = await readMapping(db, found.value, input);
    if (!read.ok) return read;
    const mapping = await insertMapping(db, actor, found.value.target.id, read.value);
    await record(db, actor, found.value, "target.mappingAdded", mapping);
    return accept({ ...found.value, mapping });
  });
}

/**
 * Changes a property mapping. What it was stays readable as an earlier version. Nothing happens where nothing is different.
 *
 * @param version the version that whoever changes it has seen; another one is refused, so that nobody overwrites unseen work
 */
export async function changeMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  id: string,
  version: number,
  input: MappingInput,
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const before = await findMapping(db, found.value.target.id, id);
    if (before === undefined) return refuse(gone);
    if (before.version !== version) return refuse(describeOvertaken(before));
    return await writeMapping(db, actor, found.value, before, input, "target.mappingChanged");
  });
}

/** Makes a property mapping once more what it was in an earlier version. */
export async function revertMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  id: string,
  version: number,
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const before = await findMapping(db, found.value.target.id, id);
    if (before === undefined) return refuse(gone);
    const earlier = (await listMappingVersions(db, id)).find((one) => one.version === version);
    if (earlier === undefined) return refuse(`There is no version ${version} of "${before.name}".`);
    return await writeMapping(db, actor, found.value, before, earlier, "target.mappingReverted");
  });
}

/** Removes a property mapping with its versions. What it alone yielded is taken away at the target. */
export async function removeMapping(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  id: string,
): Promise<Result<MappingAct>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const mapping = await findMapping(db, found.value.target.id, id);
    if (mapping === undefined) return refuse(gone);
    await deleteMapping(db, id);
    await record(db, actor, found.value, "target.mappingRemoved", mapping);
    return accept({ ...found.value, mapping });
  });
}

async function writeMapping(
  db: Queries,
  actor: Actor,
  found: FoundTarget,
  before: StoredMapping,
  input: MappingInput,
  action: string,
): Promise<Result<MappingAct>> {
  const read = await readMapping(db, found, { ...input, resourceType: before.resourceType }, before.id);
  if (!read.ok) return read;
  const { name, expression, enabled } = read.value;
  if (name === before.name && expression === before.expression && enabled === before.enabled) {
    return accept({ ...found, mapping: before });
  }
  const mapping = await updateMapping(db, actor, { id: before.id, name, expression, enabled });
  await record(db, actor, found, action, mapping);
  return accept({ ...found, mapping });
}

/** Checks what a mapping is to be. */
async function readMapping(
  db: Queries,
  { target }: FoundTarget,
  { resourceType, name: typed, expression: text, enabled }: NewMapping,
  id?: string,
): Promise<Result<NewMapping>> {
  const name = readName(typed, "a mapping's name");
  if (!name.ok) return name;
  const holder = await findMappingNamed(db, target.id, resourceType, name.value);
  if (holder !== undefined && holder.id !== id) {
    const type = resourceType === "User" ? "people" : "groups";
    return refuse(`"${target.name}" has a mapping "${holder.name}" for ${type} already. Choose another name.`, "name");
  }
  // Browsers send line ends as carriage return and line feed.
  const expression = text.replaceAll("\r\n", "\n").trim();
  const compiled = compileMapping(resourceType, expression);
  if (!compiled.ok) {
    const [first] = compiled.errors;
    const where = first === undefined ? "" : `Line ${first.line}, column ${first.column}: ${first.message}`;
    const more = compiled.errors.length > 1 ? ` (and ${compiled.errors.length - 1} more)` : "";
    return refuse(`${where}${more}`, "expression");
  }
  return accept({ resourceType, name: name.value, expression, enabled });
}

/** Whoever is at the target may have to be otherwise now: a reconcile looks, at once, or when the target is resumed. */
async function record(
  db: Queries,
  actor: Actor,
  { target, organization }: FoundTarget,
  action: string,
  mapping: StoredMapping,
) {
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
      enabled: mapping.enabled,
    },
  });
}

function describeOvertaken({ name, version }: StoredMapping): string {
  return `"${name}" was changed meanwhile: its version is ${version} now. Copy what you wrote, reload the page, and change it there.`;
}

/** The mappings of a target in the order in which they run, those of people first. */
export async function listTargetMappings(
  { prisma }: Pick<Database, "prisma">,
  targetId: string,
): Promise<readonly StoredMapping[]> {
  return await listMappings(prisma, targetId);
}
