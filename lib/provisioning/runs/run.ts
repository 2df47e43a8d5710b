import type { RunCount } from "../sync-store";

/** Puts right what differs at the target, or only says what it would do. */
export type RunKind = "reconcile" | "plan";
/** By the clock, by a person, because settings changed, or to carry out a plan. */
export type RunTrigger = "schedule" | "hand" | "settings" | "plan";
/** "held": all is done but what the breaker holds, until somebody decides. */
export type RunState = "running" | "held" | "done" | "failed" | "cancelled";
/** What the target has is read; what it should have is compared with it; what differs is put right. */
export type RunPhase = "read" | "compare" | "apply" | "over";

/** How often something came of the resources that a run has looked at. */
export type RunCounts = { readonly [Count in RunCount | "stale"]: number };

/** A look at everything that a target should have. */
export type Run = {
  readonly id: string;
  readonly organizationId: string;
  readonly targetId: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly state: RunState;
  readonly phase: RunPhase;
  /** The plan that it carries out. */
  readonly planId?: string;
  /** Resources to look at, as counted when it began; and how many of them were. */
  readonly total: number;
  readonly looked: number;
  /** Of a plan: what it would do. */
  readonly counts: RunCounts;
  /** Requests to the target. */
  readonly requests: number;
  /** Why it is held or failed, or what could not be looked at, in words. */
  readonly detail?: string;
  readonly startedAt: Date;
  readonly finishedAt?: Date;
};
