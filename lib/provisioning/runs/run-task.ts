import type { ProvisionedType } from "../sync-store";
import type { Run } from "./run";

/** Where the reading of a target's lists stands. */
export type ReadPosition = {
  readonly kind: "read";
  readonly resourceType: ProvisionedType;
  /** 1-based. @see RFC 7644 §3.4.2.4 */
  readonly startIndex: number;
  /** Where the next page is, for a target whose lists go on by cursor. @see RFC 9865 */
  readonly cursor?: string;
  /** How many are asked for at once. */
  readonly pageSize: number;
  /** Pages of this list that were read. */
  readonly pages: number;
  /** Different resources of this list that were seen. */
  readonly seen: number;
  /** Lists that were read to their end. */
  readonly complete: readonly ProvisionedType[];
};

/** What a task is about, and where it stands: all that a worker needs that takes it over. */
export type TaskPosition =
  | ReadPosition
  /** These are read one by one: the list did not show them, or not enough of them. */
  | { readonly kind: "verify"; readonly resourceType: ProvisionedType; readonly remoteIds: readonly string[] }
  /** People or groups, by the range of their ids, both ends included. */
  | { readonly kind: "compare"; readonly resourceType: ProvisionedType; readonly from: string; readonly to: string }
  /** Links whose resource is gone, by the range of the resources' ids, both ends included. */
  | { readonly kind: "leftovers"; readonly resourceType: ProvisionedType; readonly from: string; readonly to: string }
  /**
   * Jobs are made of what the run means to do. `isCopied`: the items of the plan that it carries out are its own by now;
   * before that, `copiedTo` is the last of them that is.
   */
  | {
      readonly kind: "apply";
      readonly isCopied: boolean;
      /** Deprovisions pass: they are few enough, or somebody has allowed them. */
      readonly takesHeld?: boolean;
      readonly copiedTo?: { readonly resourceType: ProvisionedType; readonly resourceId: string };
    }
  /** Waits for the jobs. */
  | { readonly kind: "finish" };

/** A part of a run, done by one worker at a time. */
export type RunTask = {
  readonly id: string;
  readonly run: Pick<Run, "id" | "targetId" | "organizationId" | "kind" | "phase">;
  readonly position: TaskPosition;
  /** How often it failed in a row. */
  readonly attempts: number;
  /** By the clock of the database. */
  readonly claimedAt: Date;
};
