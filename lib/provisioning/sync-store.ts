import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { StoredGroup, StoredUser } from "@/lib/directory/directory-store";
import type { Organization } from "@/lib/directory/scim-client";
import type { JsonObject } from "@/lib/scim/json";
import type { Capabilities, Quirks } from "./capabilities";
import type { Target, TargetCredential, TargetPause } from "./target";
import type { Exchange } from "./target-client";

export type ProvisionedType = "User" | "Group";

/** The right to work for a target, one of as many as its option `concurrency` says. It ends by itself if it is not kept. */
export type Lane = { readonly targetId: string; readonly lane: number; readonly claim: string };

/** A target with what is needed to talk to it. */
export type LoadedTarget = Target & {
  readonly credential: TargetCredential;
  readonly quirks: Quirks;
  readonly organization: Organization;
  readonly customAttributes: readonly CustomAttribute[];
  /** When its capabilities were read last. */
  readonly preflightAt?: Date;
  /** Deprovisions pass the breaker until then. */
  readonly breakerOpenUntil?: Date;
  /** How often in a row it asked us to wait, or could not be reached. */
  readonly strain: number;
};

/** A resource whose state at a target may not be what it should be. */
export type SyncJob = {
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly reason: "change" | "reconcile" | "plan" | "hand" | "member" | "scope";
  readonly requestId?: string;
  readonly runId?: string;
  /** How often it failed before. */
  readonly attempts: number;
  /** As it was claimed. */
  readonly generation: bigint;
  readonly queuedAt: Date;
  /** Of the item of the plan that it carries out: the fingerprint that must still hold. */
  readonly fingerprint?: string;
  /** Its run, which the breaker has let pass, means to deprovision it; of any other it is the breaker of single changes that decides. */
  readonly mayDeprovision?: boolean;
};

/** Why a linked resource is not as it should be. */
export type LinkProblem = {
  readonly kind: /** What the mappings yield is not a valid resource. */
    | "invalid"
    /** The target has one like it, and which of them it is cannot be told. */
    | "conflict"
    /** The target refused it for good, as it is. */
    | "refused"
    /** It failed for a reason that may pass; it is tried again. */
    | "failing";
  readonly detail: string;
  readonly at: string;
  /** Of the answer that said so. */
  readonly status?: number;
  readonly scimType?: string;
  /** Ids at the target, for a conflict: what could be linked by hand. */
  readonly candidates?: readonly string[];
};

/** What the last reconcile found to be otherwise than it was left. */
export type Drift = readonly { readonly path: string; readonly expected?: unknown; readonly found?: unknown }[];

/** Our resource and the target's. */
export type ResourceLink = {
  readonly id: string;
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  /** Absent as long as nobody knows whether the resource was made. */
  readonly remoteId?: string;
  /**
   * "creating": about to be made, or made and not yet known. "linked": there. "deactivated": left the scope or Roster, and is
   * inactive there. "left": the same, and was left as it is. "ignored": a person said so; nothing is sent.
   */
  readonly state: "creating" | "linked" | "deactivated" | "left" | "ignored";
  readonly sent?: JsonObject;
  readonly received?: JsonObject;
  readonly etag?: string;
  readonly problem?: LinkProblem;
  /** Present, also when it is empty: what the target has is not known for sure, and is read before anything is written. */
  readonly drift?: Drift;
  readonly syncedAt?: Date;
  readonly deprovisionedAt?: Date;
  readonly deleteAt?: Date;
};

/** A person as Roster has them, with what decides whether they are in scope. */
export type UserSubject = {
  readonly resourceType: "User";
  readonly job: SyncJob;
  readonly link?: ResourceLink;
  /** With its groups; absent: not in Roster any more. */
  readonly user?: StoredUser;
  /** Whether the target names no groups, or one that the person is in, through other groups too. */
  readonly isInScopeGroup: boolean;
  /** To be delivered, where the target takes passwords. */
  readonly password?: string;
};

/** A group. Its members are asked for apart, since they may be many. */
export type GroupSubject = {
  readonly resourceType: "Group";
  readonly job: SyncJob;
  readonly link?: ResourceLink;
  /** Without members; absent: not in Roster any more. */
  readonly group?: StoredGroup;
  /** Whether the scope names it, for targets that get the groups of their scope alone. */
  readonly isScopeGroup: boolean;
};

export type Subject = UserSubject | GroupSubject;

/** What is to happen with the members that a target has of a linked group. */
export type MemberDifference = {
  /** Members that it lacks: ids there. */
  readonly add: readonly { readonly remoteId: string; readonly type: ProvisionedType; readonly resourceId: string }[];
  /** Ids there of members that it should not have. */
  readonly remove: readonly string[];
  /** Members in scope that are not there yet, and have a job: the group is looked at again when they are. At most 1,000 of them. */
  readonly waiting: readonly string[];
};

/**
 * What becomes of a link. What is absent of a change stays; null clears. A `remoteId` that another link has makes this one a
 * conflict, unless that link is named by `releases`.
 */
export type LinkChange = {
  readonly state?: ResourceLink["state"];
  readonly remoteId?: string | null;
  /** The resource whose link ends here: it was deprovisioned, and what it was at the target is now this resource's. */
  readonly releases?: string;
  readonly label?: string;
  readonly sent?: JsonObject;
  /** What `sent` was made of, where that can be told. @see createPayloadBasis */
  readonly sentFor?: string;
  readonly received?: JsonObject | null;
  readonly etag?: string | null;
  readonly problem?: LinkProblem | null;
  readonly drift?: Drift | null;
  readonly syncedAt?: Date;
  readonly deprovisionedAt?: Date | null;
  readonly deleteAt?: Date | null;
};

export type AttemptOperation = "create" | "update" | "deactivate" | "delete" | "members" | "adopt" | "none";
export type AttemptOutcome = "done" | "retry" | "wait" | "refused" | "conflict" | "invalid" | "held" | "stale";

/** One try at one resource, for people to read. */
export type Attempt = {
  readonly operation: AttemptOperation;
  readonly outcome: AttemptOutcome;
  readonly label: string;
  /** What happened, in words. */
  readonly detail: string;
  readonly requests: number;
  /** The last request. */
  readonly exchange?: Exchange;
  readonly durationMs: number;
};

/** By which of its counters a run counts a resource. */
export type RunCount = "created" | "updated" | "deprovisioned" | "unchanged" | "skipped" | "conflicts" | "failed";

/** What a job has come to: all of it is written at once, if the lane is still ours. */
export type Settlement = {
  readonly job: SyncJob;
  readonly link: "keep" | "remove" | LinkChange;
  /**
   * "done" takes the job away, unless it was asked for again meanwhile. "retry" counts as an attempt, "wait" does not.
   * "hold" keeps it until the breaker is opened.
   */
  readonly next: { readonly kind: "done" | "hold" } | { readonly kind: "retry" | "wait"; readonly at: Date };
  /** Absent where nothing was sent and nothing is to be told. */
  readonly attempt?: Attempt;
  /** How the job's run counts it; absent while it is not decided. */
  readonly count?: RunCount;
  /** Groups that this resource is in have to be looked at: it has just come to be there. */
  readonly wakesGroups?: boolean;
  /** Whether the job was part of a plan and what it found is not what was planned. */
  readonly isStale?: boolean;
  /** The password was delivered, and is erased. */
  readonly passwordDelivered?: boolean;
};

/** How many people and groups are linked, and how many single changes have taken away, or are about to, within the last hour. */
export type BreakerCounts = { readonly linked: number; readonly deprovisionedLastHour: number };

/**
 * Where the outbound side keeps what it knows: one implementation, `lib/db/sync-store.ts`. Every write of a lane is undone
 * as a whole when the lane has been lost to somebody else.
 */
export type SyncStore = {
  /** Targets that have something to do now and a lane free, those that have waited longest first. */
  listTargetsWithWork(): Promise<readonly string[]>;
  /** Takes a lane of the target, if one is free. */
  claimLane(targetId: string): Promise<Lane | undefined>;
  /** Prolongs the claim. @returns false when the lane was lost */
  keepLane(lane: Lane): Promise<boolean>;
  /** Gives the lane back, and with it the jobs and tasks that were claimed and not settled. */
  releaseLane(lane: Lane): Promise<void>;

  /** Absent: it was removed. */
  loadTarget(targetId: string): Promise<LoadedTarget | undefined>;
  saveCapabilities(targetId: string, capabilities: Capabilities, preflight: JsonObject): Promise<void>;
  /** Keeps what was learned beside what is known. */
  saveQuirks(targetId: string, learned: Quirks): Promise<void>;
  /** Pauses an active target, with an audit event. Jobs stay. */
  pauseTarget(targetId: string, pause: TargetPause): Promise<void>;
  /** Nobody sends it anything before then; its strain grows by one. */
  blockTarget(targetId: string, until: Date): Promise<void>;
  /** The target answered well: its strain is 0 again. */
  relieveTarget(targetId: string): Promise<void>;
  /** The target's runs under way end as failed; their jobs go on without them. */
  failRuns(targetId: string, detail: string): Promise<void>;

  /**
   * Claims jobs that are due: people first, then groups, which wait for the people who are due and not claimed by this call.
   * Nothing while the target is paused, blocked, or removed.
   */
  claimJobs(lane: Lane, limit: number): Promise<readonly SyncJob[]>;
  loadSubjects(target: LoadedTarget, jobs: readonly SyncJob[]): Promise<readonly Subject[]>;
  compareMembers(target: LoadedTarget, groupId: string): Promise<MemberDifference>;
  /** All members that the group should have at the target, for one that takes no PATCH. */
  listDesiredMembers(
    target: LoadedTarget,
    groupId: string,
  ): Promise<readonly { readonly remoteId: string; readonly type: ProvisionedType }[]>;
  /**
   * A group has changed: makes jobs for the groups around it whose members it flattens into, and, where the target has the
   * members of certain groups only, for everybody who came into its scope or left it.
   */
  enqueueAffectedByGroup(lane: Lane, groupId: string): Promise<void>;
  /** The target did not take these as members: they are looked at there before anything else is sent about them. */
  verifyRemote(lane: Lane, resourceIds: readonly string[]): Promise<void>;
  /**
   * Commits what is about to be made, as links in the state "creating" with what will be sent. Links that are in that state
   * already get the new intention; others stay as they are.
   */
  beginLinks(
    lane: Lane,
    links: readonly {
      readonly resourceType: ProvisionedType;
      readonly resourceId: string;
      readonly label: string;
      readonly sent: JsonObject;
    }[],
  ): Promise<void>;
  /** Takes back links that were begun, of resources of which nothing was sent: nobody needs to look for them. */
  abandonLinks(lane: Lane, resourceIds: readonly string[]): Promise<void>;
  /**
   * A change of these members of the group is about to be sent: until it is confirmed, they count neither as members nor as none,
   * so that they are told again as it should be then.
   */
  doubtMembers(lane: Lane, groupId: string, remoteValues: readonly string[]): Promise<void>;
  /** The target has confirmed these members of the group. */
  recordMembers(
    lane: Lane,
    groupId: string,
    change: { readonly added: readonly string[]; readonly removed: readonly string[] },
  ): Promise<void>;
  /** Replaces what is recorded of the group's members by what the target shows. */
  replaceRecordedMembers(lane: Lane, groupId: string, remoteValues: readonly string[]): Promise<void>;
  /** Which of our resources are linked to these ids of the target. */
  findLinksByRemoteId(
    targetId: string,
    resourceType: ProvisionedType,
    remoteIds: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<ResourceLink, "resourceId" | "state" | "sent">>>;
  /**
   * Lets these jobs of the lane take people or groups away, if `decide` says so. Of lanes that ask at once each counts what the
   * others were allowed.
   */
  admitDeprovisions(lane: Lane, jobs: readonly SyncJob[], decide: (counts: BreakerCounts) => boolean): Promise<boolean>;
  settle(lane: Lane, settlements: readonly Settlement[]): Promise<void>;
};
