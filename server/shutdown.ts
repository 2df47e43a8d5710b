import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/log";

type Step = { name: string; run: () => Promise<void>; withinMs: number };

/**
 * What has to be undone before the process may end, undone once and in reverse order, however many signals come: npm
 * passes Ctrl-C on although the terminal has sent it to us already.
 */
export type Shutdown = {
  /** Registers how to undo what was just begun. */
  add: (step: Step) => void;
  /** Undoes everything and ends the process with `status`. */
  exit: (status: number) => Promise<never>;
  readonly hasBegun: boolean;
};

/** Makes a shutdown with nothing to undo yet. */
export function createShutdown(): Shutdown {
  const steps: Step[] = [];
  let ending: Promise<never> | undefined;

  const undoAll = async (status: number): Promise<never> => {
    let result = status;
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (!(await undo(step))) result = result === 0 ? 1 : result;
    }
    process.exit(result);
  };
  return {
    add: (step) => {
      steps.push(step);
    },
    exit: (status) => {
      ending ??= undoAll(status);
      return ending;
    },
    get hasBegun() {
      return ending !== undefined;
    },
  };
}

/** @returns whether it worked and did not take too long */
async function undo({ name, run, withinMs }: Step): Promise<boolean> {
  try {
    const finished = await Promise.race([run().then(() => true), wait(withinMs, false, { ref: false })]);
    if (!finished) log.error("A part of Roster did not stop in time", { part: name, waitedMs: withinMs });
    return finished;
  } catch (error) {
    log.error("A part of Roster could not be stopped in order", { part: name, reason: String(error) });
    return false;
  }
}
