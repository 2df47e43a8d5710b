import { adoptDefinitions, findPlainName } from "@/lib/directory/adopt-definitions";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import { diffResources } from "@/lib/directory/resource-change";
import type { ResourceTypeName } from "@/lib/directory/resource-meta";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import type { ResourceType } from "@/lib/scim/attribute";
import { foldResource } from "@/lib/scim/fold-resource";
import type { JsonObject } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import { Prisma } from "./generated/client";
import { askTargets } from "./sync/ask-targets";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** What became of the stored resources that hold something under a URN. */
export type RefoldOutcome = {
  readonly refolded: number;
  readonly misfits: number;
  /** One of the misfits: its userName or displayName, and what is wrong. */
  readonly example?: { readonly name: string; readonly problem: string };
};

type StoredRow = { readonly id: string; readonly name: string; readonly attributes: JsonObject };
type RefoldedRow = {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly search: JsonObject;
  readonly changed: boolean;
};

const batchSize = 500;

/**
 * Brings all that an organization stores under a URN to the definitions that hold from now on: names to their casing,
 * and the folded copies that filters look at. Resources that change by it get a new version and a change record; those
 * whose values do not fit are left alone and counted, so that the caller can undo it all.
 *
 * Rows are locked batch by batch until the transaction ends.
 *
 * @param customAttributes the definitions that hold from now on
 * @param newName the name of the one that is new: what was kept under it alone goes under the URN
 */
export async function refoldAttributes(
  db: Queries,
  organizationId: string,
  { resourceType, schema }: Pick<CustomAttribute, "resourceType" | "schema">,
  customAttributes: readonly CustomAttribute[],
  newName?: string,
): Promise<RefoldOutcome> {
  // A statement may look through all people of the organization, which takes longer than a request may.
  await db.$executeRaw`SET LOCAL statement_timeout = 0`;
  const types = createStoredResourceTypes(customAttributes);
  const type = resourceType === "User" ? types.user : types.group;
  const plainName = newName === undefined ? undefined : findPlainName(type, newName);
  let outcome: RefoldOutcome = { refolded: 0, misfits: 0 };
  let last: string | undefined;
  do {
    const rows = await selectBatch(db, organizationId, resourceType, { urn: schema, plainName }, last);
    const refolded: RefoldedRow[] = [];
    for (const row of rows) {
      const adopted = adoptDefinitions(type, schema, plainName, row.attributes);
      if ("problem" in adopted) {
        const example = outcome.example ?? { name: row.name, problem: adopted.problem };
        outcome = { ...outcome, misfits: outcome.misfits + 1, example };
      } else {
        refolded.push(refold(type, row, adopted.attributes));
      }
    }
    await updateBatch(db, organizationId, resourceType, refolded);
    await recordChanges(db, organizationId, resourceType, rows, refolded);
    const changed = refolded.filter((row) => row.changed).map(({ id }) => id);
    await askTargets(db, organizationId, resourceType, changed);
    outcome = { ...outcome, refolded: outcome.refolded + refolded.length };
    last = rows.length < batchSize ? undefined : rows.at(-1)?.id;
  } while (last !== undefined);
  return outcome;
}

function refold(type: ResourceType, row: StoredRow, attributes: JsonObject): RefoldedRow {
  const search = foldResource(type, attributes);
  return { id: row.id, attributes, search, changed: !jsonEquals(attributes, row.attributes) };
}

/** The next resources that hold something under the URN or the name, whatever the casing in which it was stored. */
async function selectBatch(
  db: Queries,
  organizationId: string,
  resourceType: ResourceTypeName,
  { urn, plainName }: { readonly urn: string; readonly plainName: string | undefined },
  after: string | undefined,
): Promise<readonly StoredRow[]> {
  const { sql, raw } = Prisma;
  const folded = urn.toLowerCase();
  const isUser = resourceType === "User";
  return await db.$queryRaw<StoredRow[]>(sql`
    SELECT r.id, r.${raw(isUser ? "user_name" : "display_name")} AS name, r.attributes
    FROM ${raw(isUser ? "users" : "groups")} r
    WHERE r.organization_id = ${organizationId}::uuid ${after === undefined ? Prisma.empty : sql`AND r.id > ${after}::uuid`}
      AND EXISTS (SELECT 1 FROM jsonb_object_keys(r.attributes) key
        WHERE lower(key) IN (${folded}, ${plainName?.toLowerCase() ?? folded}) OR starts_with(lower(key), ${`${folded}:`}))
    ORDER BY r.id LIMIT ${raw(String(batchSize))} FOR NO KEY UPDATE`);
}

async function updateBatch(
  db: Queries,
  organizationId: string,
  resourceType: ResourceTypeName,
  rows: readonly RefoldedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const { sql, raw } = Prisma;
  await db.$executeRaw(sql`
    UPDATE ${raw(resourceType === "User" ? "users" : "groups")} r
    SET attributes = v.attributes, search = v.search,
      version = CASE WHEN v.changed THEN r.version + 1 ELSE r.version END,
      last_modified = CASE WHEN v.changed THEN GREATEST(now(), r.last_modified) ELSE r.last_modified END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v (id uuid, attributes jsonb, search jsonb, changed boolean)
    WHERE r.organization_id = ${organizationId}::uuid AND r.id = v.id`);
}

async function recordChanges(
  db: Queries,
  organizationId: string,
  resourceType: ResourceTypeName,
  before: readonly StoredRow[],
  after: readonly RefoldedRow[],
): Promise<void> {
  const attributesBefore = new Map(before.map(({ id, attributes }) => [id, attributes]));
  await db.resourceChange.createMany({
    data: after
      .filter(({ changed }) => changed)
      .map(({ id, attributes }) => ({
        ...diffResources(attributesBefore.get(id) ?? {}, attributes),
        id: createId(),
        organizationId,
        resourceType,
        resourceId: id,
        kind: "updated",
        actorKind: "system",
      })),
  });
}
