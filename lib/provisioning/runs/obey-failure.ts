import { delayRetry, delayTarget, type Failure, strainOfFailure } from "../outcome";
import type { SyncContext } from "../sync-context";
import type { TaskStep } from "./run-store";
import type { RunTask } from "./run-task";

/** So often one request of a run is tried. */
const mostAttempts = 5;

/**
 * What a run does when a request to the target failed: it waits, or the target is paused, as after a failed write. Undefined:
 * it is not worth trying again, and the run goes on without what it wanted to know.
 */
export async function obeyFailure(
  { store, target, now, random }: SyncContext,
  task: RunTask,
  failure: Failure,
): Promise<TaskStep["next"] | undefined> {
  const inMs = (delayMs: number) => new Date(now().getTime() + delayMs);
  switch (failure.kind) {
    case "refused":
      return undefined;
    case "wait": {
      const until = inMs(failure.waitMs);
      await store.blockTarget(target.id, until);
      return { kind: "wait", at: until };
    }
    case "pause": {
      const { reason, detail } = failure;
      await store.pauseTarget(target.id, { reason, detail, at: now().toISOString() });
      return { kind: "wait", at: now() };
    }
    case "retry": {
      if (failure.isDown) {
        const until = inMs(delayTarget(target.strain, random()));
        await store.blockTarget(target.id, until);
        if (target.strain + 1 >= strainOfFailure) return { kind: "fail", detail: failure.detail };
        return { kind: "wait", at: until };
      }
      const attempts = task.attempts + 1;
      return attempts >= mostAttempts ? undefined : { kind: "retry", at: inMs(delayRetry(attempts, random())) };
    }
  }
}
