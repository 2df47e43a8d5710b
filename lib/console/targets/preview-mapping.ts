import { findGroupNamed, findPeopleNamed } from "@/lib/db/find-one";
import { countPreviewed, listPreviewed } from "@/lib/db/mapping-subjects";
import type { Database } from "@/lib/db/pool";
import { compileMapping } from "@/lib/provisioning/mapping/compile-mapping";
import { createDesiredPayload, type DesiredPayload, sortMappings } from "@/lib/provisioning/mapping/run-mappings";
import { createSourceGroup, createSourceUser } from "@/lib/provisioning/source-resource";
import type { LoadedTarget, ProvisionedType, Subject } from "@/lib/provisioning/sync-store";
import type { PropertyMapping } from "@/lib/provisioning/target";
import type { JsonObject } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import type { Access } from "../access";
import { loadForLook, loadTargetForLook } from "./load-for-look";

/** A mapping as somebody is writing it. */
export type DraftMapping = {
  readonly resourceType: ProvisionedType;
  /** Absent for a new one. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly expression: string;
  readonly enabled: boolean;
};

export type MappingPreview = {
  /** What is wrong with the expression, where it is. */
  readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  /** For whom it was computed; undefined while there is nobody. */
  readonly subject: { readonly id: string; readonly label: string } | undefined;
  /** Nobody was found by the name that was asked for. */
  readonly notFound: boolean;
  /** What this mapping alone yields; null for nothing. */
  readonly own: JsonObject | null | undefined;
  /** What all mappings together yield, or what is wrong with it. */
  readonly merged: JsonObject | undefined;
  readonly leftOut: readonly string[];
  readonly problem: string | undefined;
  /** Whom a save would change. */
  readonly reach: MappingReach;
};

/** Of whom some are looked at, since there may be very many. */
export type MappingReach = {
  /** Linked to the target; counted up to `mostCounted`, and one more. */
  readonly linked: number;
  readonly looked: number;
  readonly changed: number;
  /** Would have no valid payload any more. */
  readonly invalid: number;
};

const mostLooked = 100;
export const mostCountedLinks = 10_000;

/** Computes what a mapping would do, without saving it. @param wanted whom to show; absent: one who is linked, or came last */
export async function previewMapping(
  { database, organization }: Pick<Access, "database" | "organization">,
  targetId: string,
  draft: DraftMapping,
  wanted?: string,
): Promise<MappingPreview> {
  const { resourceType } = draft;
  const compiled = compileMapping(resourceType, draft.expression);
  const target = await loadTargetForLook(database, targetId);
  const named = wanted === undefined ? undefined : await findNamed(database, organization.id, resourceType, wanted);
  const linked = await listPreviewed(database, organization.id, targetId, resourceType, mostLooked);
  const counted = await countPreviewed(database, targetId, resourceType, mostCountedLinks);
  const chosen = wanted === undefined ? linked.latest : named;
  const errors = compiled.ok ? [] : compiled.errors;
  const nothing = {
    errors,
    subject: undefined,
    notFound: wanted !== undefined && named === undefined,
    own: undefined,
    merged: undefined,
    leftOut: [],
    problem: undefined,
    reach: { linked: counted, looked: 0, changed: 0, invalid: 0 },
  };
  if (target === undefined) return nothing;
  const ids = [...new Set([...(chosen === undefined ? [] : [chosen]), ...linked.ids])];
  const subjects = await loadForLook(database, target, resourceType, ids);
  const subject = subjects.find(({ job }) => job.resourceId === chosen);
  const source = subject === undefined ? undefined : createSource(target, subject);
  const mappings = replaceMapping(target.mappings, draft);
  const own = compiled.ok && source !== undefined ? compiled.mapping.run(source) : undefined;
  const merged = source === undefined ? undefined : compute(target, resourceType, mappings, source);
  return {
    ...nothing,
    errors: own?.ok === false ? [own.error] : errors,
    subject: subject === undefined ? undefined : describeSubject(subject),
    own: own?.ok === true ? own.value : undefined,
    merged: merged?.ok === true ? merged.payload : undefined,
    leftOut: merged?.ok === true ? merged.leftOut : [],
    problem: merged?.ok === false ? describeProblem(merged) : undefined,
    reach: {
      linked: counted,
      ...countChanges(
        target,
        mappings,
        resourceType,
        subjects.filter(({ job }) => linked.ids.includes(job.resourceId)),
      ),
    },
  };
}

function describeProblem({ problem }: Extract<DesiredPayload, { ok: false }>): string {
  return problem.mapping === undefined ? problem.detail : `${problem.mapping}: ${problem.detail}`;
}

/** The target's mappings with the draft in its place. */
function replaceMapping(mappings: readonly PropertyMapping[], draft: DraftMapping): readonly PropertyMapping[] {
  const others = mappings.filter(({ id }) => id !== draft.id);
  const { resourceType, name, expression, enabled } = draft;
  return enabled ? sortMappings([...others, { id: draft.id ?? "", resourceType, name, expression }]) : others;
}

type Source = NonNullable<ReturnType<typeof createSource>>;

function createSource(target: LoadedTarget, subject: Subject) {
  const resource =
    subject.resourceType === "User"
      ? subject.user && createSourceUser(target, subject.user)
      : subject.group && createSourceGroup(target, subject.group);
  if (resource === undefined) return undefined;
  return { resource, organization: target.organization, target: { name: target.name } };
}

function compute(
  target: LoadedTarget,
  resourceType: ProvisionedType,
  mappings: readonly PropertyMapping[],
  source: Source,
): DesiredPayload {
  return createDesiredPayload({ resourceType, mappings, source, capabilities: target.capabilities });
}

/** Whose payload would be another than it is with today's mappings. */
function countChanges(
  target: LoadedTarget,
  mappings: readonly PropertyMapping[],
  resourceType: ProvisionedType,
  subjects: readonly Subject[],
): Omit<MappingReach, "linked"> {
  let looked = 0;
  let changed = 0;
  let invalid = 0;
  for (const subject of subjects) {
    const source = createSource(target, subject);
    if (source === undefined) continue;
    looked += 1;
    const before = compute(target, resourceType, target.mappings, source);
    const after = compute(target, resourceType, mappings, source);
    if (!after.ok && before.ok) invalid += 1;
    if (after.ok && (!before.ok || !jsonEquals(before.payload, after.payload))) changed += 1;
  }
  return { looked, changed, invalid };
}

function describeSubject(subject: Subject): { readonly id: string; readonly label: string } {
  const id = subject.job.resourceId;
  const label = subject.resourceType === "User" ? subject.user?.fullName : subject.group?.displayName;
  return { id, label: label ?? id };
}

async function findNamed(
  database: Database,
  organizationId: string,
  resourceType: ProvisionedType,
  text: string,
): Promise<string | undefined> {
  if (resourceType === "Group") return (await findGroupNamed(database, organizationId, text))?.id;
  return (await findPeopleNamed(database, organizationId, text))[0]?.id;
}
