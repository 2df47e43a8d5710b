import { isRole } from "@/lib/directory/role";
import type { Capabilities } from "@/lib/provisioning/capabilities";
import type { TargetCredentialKind, TargetPause, TargetScope } from "@/lib/provisioning/target";
import { readTargetOptionOverrides, type TargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import { isTargetPreset, resolveTargetOptions, type TargetPreset } from "@/lib/provisioning/target-options";
import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { Prisma } from "./generated/client";
import type { SealedCredential } from "./target-credential";
import type { Queries } from "./transaction";
import { isUuid } from "./uuid";

/** A target as it is configured. */
export type TargetSettings = {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly preset: TargetPreset;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly state: "active" | "paused";
  /** Why it is paused. */
  readonly pause: TargetPause | undefined;
  readonly caCertificate: string | undefined;
  /** Only what was set on the target itself. */
  readonly overrides: TargetOptionOverrides;
  readonly scope: TargetScope;
  readonly nextReconcileAt: Date | undefined;
  /** Until then deprovisions pass the breaker. */
  readonly breakerOpenUntil: Date | undefined;
};

/** A target with what is known of it. */
export type StoredTarget = TargetSettings & {
  readonly credential: { readonly kind: TargetCredentialKind; readonly hint: string; readonly setAt: Date };
  readonly capabilities: Capabilities | undefined;
  /** What the last preflight said. */
  readonly preflight: JsonObject | undefined;
  readonly preflightAt: Date | undefined;
  readonly quirks: JsonObject;
  /** It asked us to wait until then. */
  readonly blockedUntil: Date | undefined;
  readonly created: Date;
};

const columns = {
  id: true,
  organizationId: true,
  name: true,
  preset: true,
  baseUrl: true,
  state: true,
  pause: true,
  credentialKind: true,
  credentialHint: true,
  credentialAt: true,
  caCertificate: true,
  options: true,
  scopeGroupIds: true,
  scopeRoles: true,
  scopeFilter: true,
  capabilities: true,
  preflight: true,
  preflightAt: true,
  quirks: true,
  blockedUntil: true,
  nextReconcileAt: true,
  breakerOpenUntil: true,
  created: true,
} as const;

type TargetRow = Prisma.TargetGetPayload<{ select: typeof columns }>;

/** Makes a target; undefined when the organization has one of that name. */
export async function insertTarget(
  db: Queries,
  target: TargetSettings,
  credential: SealedCredential,
): Promise<StoredTarget | undefined> {
  const [inserted] = await db.target.createManyAndReturn({
    data: [
      {
        id: target.id,
        organizationId: target.organizationId,
        ...describeSettings(target),
        ...describeCredential(credential),
      },
    ],
    skipDuplicates: true,
    select: columns,
  });
  return inserted === undefined ? undefined : readTarget(inserted);
}

/** The organization's target of this name, compared without regard to case. */
export async function findTarget(db: Queries, organizationId: string, name: string): Promise<StoredTarget | undefined> {
  const row = await db.target.findUnique({
    where: { organizationId_nameFolded: { organizationId, nameFolded: foldForComparison(name) } },
    select: columns,
  });
  return row === null ? undefined : readTarget(row);
}

/** The organization's target with this id; undefined when it is no id, or another organization's. */
export async function findTargetById(
  db: Queries,
  organizationId: string,
  id: string,
): Promise<StoredTarget | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.target.findUnique({ where: { organizationId_id: { organizationId, id } }, select: columns });
  return row === null ? undefined : readTarget(row);
}

/** The organization's targets by name. */
export async function listTargets(db: Queries, organizationId: string): Promise<readonly StoredTarget[]> {
  const rows = await db.target.findMany({
    where: { organizationId },
    select: columns,
    orderBy: { nameFolded: "asc" },
  });
  return rows.map(readTarget);
}

/** Holds back other changes of the target until the transaction ends; jobs for it are written all the same. */
export async function lockTarget(db: Queries, id: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM targets WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** Writes everything of the target that people can change, its credential aside. */
export async function updateTarget(db: Queries, target: TargetSettings): Promise<void> {
  await db.target.update({
    where: { organizationId_id: { organizationId: target.organizationId, id: target.id } },
    data: describeSettings(target),
  });
}

/** Replaces the credential. What the target asked of us before, such as to wait, was asked of the old one. */
export async function updateTargetCredential(db: Queries, id: string, credential: SealedCredential): Promise<void> {
  await db.target.update({
    where: { id },
    data: { ...describeCredential(credential), credentialAt: new Date(), blockedUntil: null, strain: 0 },
  });
}

/**
 * What is known of what the target can do is looked up again.
 *
 * @param quirks whether also what it was found to do otherwise is forgotten, as after a change of its address
 */
export async function forgetCapabilities(
  db: Queries,
  id: string,
  { quirks }: { readonly quirks: boolean },
): Promise<void> {
  await db.target.update({
    where: { id },
    data: {
      capabilities: Prisma.DbNull,
      preflightAt: null,
      ...(quirks ? { quirks: {}, blockedUntil: null, strain: 0 } : {}),
    },
  });
}

/** Lets a target that asked us to wait be asked again at once. */
export async function unblockTarget(db: Queries, id: string): Promise<void> {
  await db.target.update({ where: { id }, data: { blockedUntil: null, strain: 0 } });
}

/** Keeps what a preflight said that found out nothing which could be relied on. */
export async function saveFailedPreflight(db: Queries, id: string, preflight: JsonObject): Promise<void> {
  await db.target.update({ where: { id }, data: { preflight } });
}

/** Removes the target with all that Roster knows of it. What is at the target stays there. */
export async function deleteTarget(db: Queries, target: TargetSettings): Promise<void> {
  await db.target.delete({
    where: { organizationId_id: { organizationId: target.organizationId, id: target.id } },
  });
}

function describeSettings(target: TargetSettings) {
  const { concurrency, syncPassword } = resolveTargetOptions(target.preset, target.overrides);
  return {
    name: target.name,
    nameFolded: foldForComparison(target.name),
    preset: target.preset,
    baseUrl: target.baseUrl,
    state: target.state,
    pause: target.pause === undefined ? Prisma.DbNull : { ...target.pause },
    caCertificate: target.caCertificate ?? null,
    options: { ...target.overrides },
    // Copies, for statements to read.
    concurrency,
    syncPassword,
    scopeGroupIds: [...target.scope.groupIds],
    scopeRoles: [...target.scope.roles],
    scopeFilter: target.scope.filter ?? null,
    nextReconcileAt: target.nextReconcileAt ?? null,
    breakerOpenUntil: target.breakerOpenUntil ?? null,
  };
}

function describeCredential({ kind, sealed, hint }: SealedCredential) {
  return { credentialKind: kind, credential: sealed, credentialHint: hint };
}

function readTarget(row: TargetRow): StoredTarget {
  const { credentialKind: kind, preset, options } = row;
  if (!isTargetPreset(preset) || !isCredentialKind(kind) || !isJsonObject(options)) {
    throw new Error(`The target ${row.id} is stored with the preset "${preset}", which this version does not know.`);
  }
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    preset,
    baseUrl: row.baseUrl,
    state: row.state,
    pause: readStored<TargetPause>(row.pause),
    caCertificate: row.caCertificate ?? undefined,
    overrides: readTargetOptionOverrides(options),
    scope: {
      groupIds: row.scopeGroupIds,
      roles: row.scopeRoles.filter(isRole),
      ...(row.scopeFilter === null ? {} : { filter: row.scopeFilter }),
    },
    nextReconcileAt: row.nextReconcileAt ?? undefined,
    breakerOpenUntil: row.breakerOpenUntil ?? undefined,
    credential: { kind, hint: row.credentialHint, setAt: row.credentialAt },
    capabilities: readStored<Capabilities>(row.capabilities),
    preflight: isJsonObject(row.preflight) ? row.preflight : undefined,
    preflightAt: row.preflightAt ?? undefined,
    quirks: isJsonObject(row.quirks) ? row.quirks : {},
    blockedUntil: row.blockedUntil ?? undefined,
    created: row.created,
  };
}

function isCredentialKind(text: string): text is TargetCredentialKind {
  return text === "bearer" || text === "basic" || text === "oauth";
}

/** JSON that this side wrote itself, in the shape of its type. */
function readStored<Value extends object>(stored: unknown): Value | undefined {
  return typeof stored === "object" && stored !== null ? (stored as Value) : undefined;
}
