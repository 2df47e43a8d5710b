import type { TargetFigures } from "@/lib/db/target-figures";
import type { StoredTarget } from "@/lib/db/targets";

/** How a target does, in a word, a tone and a sentence. */
export type TargetStanding = {
  readonly tone: "good" | "info" | "warning" | "danger" | "neutral";
  readonly word: "In sync" | "Syncing" | "Waiting" | "Held" | "Failing" | "Paused" | "Stopped" | "New";
  readonly sentence: string;
};

/** Judges a target; what stops it altogether comes first. */
export function judgeTarget(target: StoredTarget, figures: TargetFigures, now: Date): TargetStanding {
  const { pause, blockedUntil } = target;
  const { jobs, problems, lastReconcile } = figures;
  if (target.state === "paused") {
    if (pause?.reason === "person" && lastReconcile === undefined && hasNone(figures)) {
      return {
        tone: "neutral",
        word: "New",
        sentence: "It was not started yet: nothing is sent before somebody does.",
      };
    }
    return pause === undefined || pause.reason === "person"
      ? {
          tone: "neutral",
          word: "Paused",
          sentence: `Nothing is sent. ${count(jobs.total, "resource waits", "resources wait")} to be looked at.`,
        }
      : { tone: "danger", word: "Stopped", sentence: pause.detail };
  }
  if (jobs.held > 0 || lastReconcile?.state === "held") {
    const held =
      jobs.held > 0
        ? `${count(jobs.held, "deprovision is", "deprovisions are")} held: they are more than the breaker lets pass.`
        : (lastReconcile?.detail ?? "The reconcile is held until somebody decides.");
    return { tone: "danger", word: "Held", sentence: held };
  }
  if (blockedUntil !== undefined && blockedUntil > now) {
    return {
      tone: "warning",
      word: "Waiting",
      sentence: `Roster leaves the target alone for ${describeWait(blockedUntil, now)} more: it asked for that, or was not reached.`,
    };
  }
  const wrong = problems.invalid + problems.conflict + problems.refused;
  const failing = Math.max(jobs.failing, problems.failing);
  if (wrong + failing > 0) {
    const parts = [
      ...(wrong > 0 ? [`${count(wrong, "resource needs", "resources need")} a look`] : []),
      ...(failing > 0 ? [`${count(failing, "resource is", "resources are")} tried again`] : []),
    ];
    return { tone: "warning", word: "Failing", sentence: `${parts.join(", ")}.` };
  }
  if (lastReconcile?.state === "failed") {
    return {
      tone: "warning",
      word: "Failing",
      sentence: lastReconcile.detail ?? "The last reconcile failed; the next one begins by itself.",
    };
  }
  if (jobs.due > 0 || lastReconcile?.state === "running") {
    return {
      tone: "info",
      word: "Syncing",
      sentence:
        jobs.due > 0
          ? `${count(jobs.due, "resource is", "resources are")} to be looked at.`
          : "A reconcile is under way.",
    };
  }
  if (lastReconcile === undefined) {
    return { tone: "neutral", word: "New", sentence: "Its first reconcile is about to begin." };
  }
  return { tone: "good", word: "In sync", sentence: "Everybody in scope is there as they should be." };
}

/** Whether nobody is linked there, and nobody is about to be. */
function hasNone({ people, groups }: TargetFigures): boolean {
  return [people, groups].every((links) => Object.values(links).every((number) => number === 0));
}

/** A wait in words: seconds below two minutes, then minutes. */
function describeWait(until: Date, now: Date): string {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return seconds < 120 ? count(seconds, "second", "seconds") : `${Math.ceil(seconds / 60)} minutes`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
