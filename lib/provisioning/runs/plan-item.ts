import type { JsonValue } from "@/lib/scim/json";
import type { ProvisionedType } from "../sync-store";
import type { Finding } from "./finding";

export type PlannedOperation = "create" | "update" | "deprovision" | "conflict" | "skip";

/** "held": the breaker holds it. "failed": it failed three times; its job goes on. "stale": not done, since it has changed. */
export type PlanItemState = "planned" | "queued" | "done" | "failed" | "stale" | "held";

/** One change of an attribute: what the target has, and what it is to have. */
export type PlannedChange = { readonly path: string; readonly from?: JsonValue; readonly to?: JsonValue };

/** What a run means to do about one resource. What is as it should be has none. */
export type PlanItem = {
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  readonly operation: PlannedOperation;
  readonly changes: readonly PlannedChange[];
  /** In words. */
  readonly reason: string;
  /** Of the desired state and the link as they were. @see createFingerprint */
  readonly fingerprint: string;
  readonly finding?: Finding;
  /** Whether a reconcile makes a job of it. */
  readonly isToBeDone: boolean;
};
