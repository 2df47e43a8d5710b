import type { Run } from "@/lib/provisioning/runs/run";
import type { RunTask, TaskPosition } from "@/lib/provisioning/runs/run-task";

export type TaskRow = {
  readonly id: string;
  readonly run_id: string;
  readonly target_id: string;
  readonly organization_id: string;
  readonly run_kind: Run["kind"];
  readonly phase: Run["phase"];
  readonly position: TaskPosition;
  readonly attempts: number;
  readonly claimed_at: Date;
};

/** The task that a row holds. */
export function toTask(row: TaskRow): RunTask {
  return {
    id: row.id,
    run: {
      id: row.run_id,
      targetId: row.target_id,
      organizationId: row.organization_id,
      kind: row.run_kind,
      phase: row.phase,
    },
    position: row.position,
    attempts: row.attempts,
    claimedAt: row.claimed_at,
  };
}
