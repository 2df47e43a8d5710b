import type { Database } from "@/lib/db/pool";
import { createSyncStore } from "@/lib/db/sync-store";
import { listResourceIds } from "@/lib/db/target-directory";
import type { StoredTarget } from "@/lib/db/targets";
import { applyQuirks } from "@/lib/provisioning/apply-quirks";
import type { Capabilities } from "@/lib/provisioning/capabilities";
import { type Desired, decideDesired } from "@/lib/provisioning/desired-state";
import { compileMapping } from "@/lib/provisioning/mapping/compile-mapping";
import type { ExpressionError } from "@/lib/provisioning/mapping/mapping-error";
import { readCapabilities } from "@/lib/provisioning/read-capabilities";
import { createSourceGroup, createSourceUser } from "@/lib/provisioning/source-resource";
import type { LoadedTarget, ProvisionedType, Subject, SyncJob, SyncStore } from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import { UnsealError } from "@/lib/secrets";
import { accept, type Result, refuse } from "../result";
import { findResource } from "./find-resource";
import { getSealingKeys } from "./sealing-keys";

/** A mapping as it would be. `id` is absent for a new one; `enabled` false takes it out. */
export type DraftMapping = {
  readonly id?: string;
  readonly resourceType: ProvisionedType;
  readonly name: string;
  readonly expression: string;
  readonly enabled: boolean;
};

/** What a draft makes of one person or group. */
export type MappingPreview = {
  readonly resource: { readonly id: string; readonly label: string };
  /** What this mapping sees: the person or group as Roster has it. */
  readonly source: JsonObject;
  /** What is wrong with the expression, by line and column. */
  readonly errors: readonly ExpressionError[];
  /** What this mapping alone yields; null where it yields nothing, undefined where it cannot be computed. */
  readonly yielded: JsonObject | null | undefined;
  /** All mappings together: what the target would be sent. */
  readonly payload: JsonObject | undefined;
  /** Why there is none, or why the resource is not sent at all. */
  readonly problem: string | undefined;
  readonly isInScope: boolean;
  /** The same without the draft. */
  readonly payloadNow: JsonObject | undefined;
  /** What was sent last; undefined where nothing was. */
  readonly sent: JsonObject | undefined;
};

/**
 * Shows what a draft makes of one person or group.
 *
 * @param text userName, email or id of a person; name or id of a group
 */
export async function previewMapping(
  database: Database,
  target: StoredTarget,
  draft: DraftMapping,
  text: string,
): Promise<Result<MappingPreview>> {
  const opened = await openForPreview(database, target);
  if (!opened.ok) return opened;
  const { store, loaded, capabilities } = opened.value;
  const key = await findResource(database, loaded.organization.subdomain, { resourceType: draft.resourceType, text });
  if (!key.ok) return key;
  const { resourceId: id } = key.value;
  const [subject] = await store.loadSubjects(loaded, [createJob(draft.resourceType, id)]);
  const source = subject === undefined ? undefined : createSource(loaded, subject);
  if (subject === undefined || source === undefined) return refuse("It was deleted just now.", "resource");
  const drafted = decideDesired(withDraft(loaded, draft), capabilities, subject);
  const now = decideDesired(loaded, capabilities, subject);
  const alone = runAlone(loaded, draft, source);
  return accept({
    resource: { id, label: drafted.label },
    source,
    errors: alone.errors,
    yielded: alone.yielded,
    payload: drafted.kind === "present" ? drafted.payload : undefined,
    problem: describeProblem(drafted),
    isInScope: drafted.kind !== "absent",
    payloadNow: now.kind === "present" ? now.payload : undefined,
    sent: subject.link?.sent,
  });
}

/** How many resources a draft is tried on. */
const mostCompared = 2000;
const batchSize = 100;
const mostExamples = 10;

/** What a draft would change. */
export type AffectedCount = {
  /** Resources that it was tried on: all of them where `isWhole`, else the first so many. */
  readonly looked: number;
  readonly isWhole: boolean;
  /** Of those, in scope now and then; what is sent for them would be different. */
  readonly changed: number;
  /** Nothing could be sent for them any more, because what the mappings yield is not valid. */
  readonly invalid: number;
  /** For them something could be sent again. */
  readonly repaired: number;
  readonly examples: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: "changed" | "invalid" | "repaired";
    readonly detail: string | undefined;
  }[];
};

/** Counts for how many people or groups something else would be sent, of the first 2,000. */
export async function countAffected(
  database: Database,
  target: StoredTarget,
  draft: DraftMapping,
): Promise<Result<AffectedCount>> {
  const opened = await openForPreview(database, target);
  if (!opened.ok) return opened;
  const { store, loaded, capabilities } = opened.value;
  const drafted = withDraft(loaded, draft);
  const ids = await listResourceIds(database, target.organizationId, draft.resourceType, mostCompared + 1);
  const looked = ids.slice(0, mostCompared);
  const counts = { changed: 0, invalid: 0, repaired: 0 };
  const examples: AffectedCount["examples"][number][] = [];
  for (let start = 0; start < looked.length; start += batchSize) {
    const jobs = looked.slice(start, start + batchSize).map((id) => createJob(draft.resourceType, id));
    for (const subject of await store.loadSubjects(loaded, jobs)) {
      const then = decideDesired(drafted, capabilities, subject);
      const kind = compare(decideDesired(loaded, capabilities, subject), then);
      if (kind === undefined) continue;
      counts[kind] += 1;
      if (examples.length < mostExamples) {
        const detail = then.kind === "invalid" ? then.detail : undefined;
        examples.push({ id: subject.job.resourceId, label: then.label, kind, detail });
      }
    }
  }
  return accept({ looked: looked.length, isWhole: ids.length === looked.length, ...counts, examples });
}

function compare(now: Desired, then: Desired): "changed" | "invalid" | "repaired" | undefined {
  if (then.kind === "invalid") return now.kind === "invalid" ? undefined : "invalid";
  if (then.kind !== "present") return undefined;
  if (now.kind === "invalid") return "repaired";
  return now.kind === "present" && !jsonEquals(now.payload, then.payload) ? "changed" : undefined;
}

/** A target as the engine has it, to look at what it would do. */
export type Opened = {
  readonly store: SyncStore;
  readonly loaded: LoadedTarget;
  readonly capabilities: Capabilities;
};

/** Opens a target to look at what the engine would do; nothing is sent. */
export async function openForPreview(database: Database, target: StoredTarget): Promise<Result<Opened>> {
  const store = createSyncStore(database, getSealingKeys());
  try {
    const loaded = await store.loadTarget(target.id);
    if (loaded === undefined) return refuse(`The target "${target.name}" was removed just now.`, "target");
    // Before the first preflight: as of a target that says nothing of itself.
    const nothing = { config: undefined, resourceTypes: undefined, schemas: undefined, first: undefined };
    const known = loaded.capabilities ?? readCapabilities(nothing, loaded, loaded.quirks).capabilities;
    return accept({ store, loaded, capabilities: applyQuirks(known, loaded.quirks, loaded) });
  } catch (error) {
    if (error instanceof UnsealError) return refuse(error.message);
    throw error;
  }
}

/** The target with the draft in place of the mapping that it changes. */
function withDraft(loaded: LoadedTarget, { enabled, ...draft }: DraftMapping): LoadedTarget {
  const others = loaded.mappings.filter(({ id }) => id !== draft.id);
  return { ...loaded, mappings: enabled ? [...others, { ...draft, id: draft.id ?? "" }] : others };
}

/** A job that nobody has asked for: by it a resource is loaded as the engine sees it. */
export function createJob(resourceType: ProvisionedType, resourceId: string): SyncJob {
  return { resourceType, resourceId, reason: "hand", attempts: 0, generation: 0n, queuedAt: new Date() };
}

function createSource(loaded: LoadedTarget, subject: Subject): JsonObject | undefined {
  if (subject.resourceType === "User") {
    return subject.user === undefined ? undefined : createSourceUser(loaded, subject.user);
  }
  return subject.group === undefined ? undefined : createSourceGroup(loaded, subject.group);
}

function runAlone(
  { organization, name }: LoadedTarget,
  draft: DraftMapping,
  resource: JsonObject,
): Pick<MappingPreview, "errors" | "yielded"> {
  const compiled = compileMapping(draft.resourceType, draft.expression);
  if (!compiled.ok) return { errors: compiled.errors, yielded: undefined };
  const result = compiled.mapping.run({ resource, organization, target: { name } });
  return result.ok ? { errors: [], yielded: result.value } : { errors: [result.error], yielded: undefined };
}

function describeProblem(desired: Desired): string | undefined {
  if (desired.kind === "invalid") return desired.detail;
  return desired.kind === "absent" ? desired.reason : undefined;
}
