import type { JsonObject } from "@/lib/scim/json";
import type { Lane, ProvisionedType, ResourceLink } from "../sync-store";
import type { Finding } from "./finding";
import type { PlanItem } from "./plan-item";
import type { RunCounts, RunKind, RunTrigger } from "./run";
import type { RunTask, TaskPosition } from "./run-task";

/** Who starts a run, as in audit events. */
export type RunActor = { readonly kind: "person" | "operator" | "system"; readonly id?: string };

export type RunRequest = {
  readonly targetId: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: RunActor;
  /** The finished plan to carry out, for a reconcile with the trigger "plan". */
  readonly planId?: string;
};

export type StartedRun =
  | { readonly ok: true; readonly runId: string }
  /** "busy": one of its kind is under way (`runId`). "gone": no such target, or plan, or the plan is not finished. */
  | { readonly ok: false; readonly reason: "busy"; readonly runId: string }
  | { readonly ok: false; readonly reason: "gone" };

/** A link as a page of the target's list meets it. */
export type MetLink = {
  readonly link: ResourceLink;
  /** A worker is at it, or was since the page was asked for: what the page shows may be older than what we know. */
  readonly isInFlux: boolean;
};

/** What is known of the resources of a page. */
export type PageFacts = {
  /** By id at the target. */
  readonly links: ReadonlyMap<string, MetLink>;
  /** Ids there that the run has seen before. */
  readonly seen: ReadonlySet<string>;
};

/** A resource that was seen at the target. */
export type Sighting = {
  readonly resourceType: ProvisionedType;
  readonly remoteId: string;
  readonly toVerify?: boolean;
  readonly finding?: Finding;
};

/** A resource of the target's that is not linked. */
export type UnmanagedResource = {
  readonly resourceType: ProvisionedType;
  readonly remoteId: string;
  /** userName or displayName, as the target writes it. */
  readonly label: string;
  /** The same, folded, absent where it has none: by this it may be found among ours. */
  readonly foldedName?: string;
  readonly externalId?: string;
  readonly active?: boolean;
};

/** What the target shows of a link's resource once all we want is written. */
export type Received = {
  readonly link: ResourceLink;
  readonly received: JsonObject;
  readonly etag?: string;
};

/** What a run knows of a resource of ours from reading the target. */
export type Known = {
  readonly finding?: Finding;
  /** Ids there of resources that seem to be it, though they are not linked to it. */
  readonly counterparts: readonly string[];
};

/** What one step of a task has come to: all of it is written at once, if the lane is still ours. */
export type TaskStep = {
  readonly sightings?: readonly Sighting[];
  readonly unmanaged?: readonly UnmanagedResource[];
  /** Kept by a reconcile alone. */
  readonly received?: readonly Received[];
  readonly items?: readonly PlanItem[];
  /** Of people who are there as they should be: what that was computed of. Kept by a reconcile alone. */
  readonly confirmed?: readonly { readonly link: ResourceLink; readonly sentFor: string }[];
  readonly counts?: Partial<RunCounts>;
  /** Resources that were looked at, and requests that it took. */
  readonly looked?: number;
  readonly requests?: number;
  /** To be told with the run, such as what could not be read. */
  readonly detail?: string;
  readonly next:
    | { readonly kind: "continue"; readonly position: TaskPosition }
    /** `complete`: lists that were read to their end. */
    | { readonly kind: "done"; readonly complete?: readonly ProvisionedType[] }
    /** "retry" counts as an attempt, "wait" does not. */
    | { readonly kind: "retry" | "wait"; readonly at: Date }
    /** The whole run ends as failed, and nothing of it is applied. */
    | { readonly kind: "fail"; readonly detail: string };
};

/**
 * Where runs are kept: one implementation, `lib/db/sync/run-store.ts`. Each phase begins in the transaction in which the last
 * task of the one before it ends, so that a run goes on wherever a worker was stopped.
 */
export type RunStore = {
  startRun(request: RunRequest): Promise<StartedRun>;
  /** Starts a reconcile of each active target whose time has come, and sets its next one. @returns how many */
  startDueRuns(): Promise<number>;
  /** Ends a run that is under way or held. Jobs that it has made already go on without it. @returns false when it is over */
  cancelRun(organizationId: string, runId: string): Promise<boolean>;
  /** Lets the deprovisions pass that the breaker holds. @returns how many */
  allowHeld(organizationId: string, runId: string): Promise<number>;
  /** Ends a held run without them. @returns how many */
  discardHeld(organizationId: string, runId: string): Promise<number>;

  /** Claims tasks of the target that are due. Nothing while it is paused, blocked, or removed. */
  claimTasks(lane: Lane, limit: number): Promise<readonly RunTask[]>;
  loadPageFacts(task: RunTask, resourceType: ProvisionedType, remoteIds: readonly string[]): Promise<PageFacts>;
  /** How many resources of a type are linked. */
  countLinked(task: RunTask, resourceType: ProvisionedType): Promise<number>;
  /** How the members that the target shows of a group differ from those that are recorded. */
  compareRecordedMembers(
    linkId: string,
    remoteValues: readonly string[],
  ): Promise<{ readonly extra: readonly string[]; readonly missing: readonly string[] }>;
  /**
   * The resources that a task is to compare, and how many others are as they were when they were sent: linked people of whom
   * nothing was found, whose link says that what was sent was made of this basis and their version.
   */
  listTaskResources(
    task: RunTask,
    basis: string | undefined,
  ): Promise<{ readonly ids: readonly string[]; readonly unchanged: number }>;
  /** What the run has seen of resources, by their ids. Those of which it has seen nothing are absent. */
  loadKnown(
    task: RunTask,
    resourceType: ProvisionedType,
    resources: readonly { readonly id: string; readonly remoteId?: string }[],
  ): Promise<ReadonlyMap<string, Known>>;
  settleTask(lane: Lane, task: RunTask, step: TaskStep): Promise<void>;
  /** Makes jobs of a part of what the run means to do. @returns the next step of the task */
  applyItems(lane: Lane, task: RunTask): Promise<void>;
  /** Ends the run if all its jobs are settled. */
  finishRun(lane: Lane, task: RunTask): Promise<void>;
};
