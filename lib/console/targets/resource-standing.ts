import type { TargetResource } from "@/lib/db/target-resources";

/** How a person or group stands at a target, in a word and a tone, and in a sentence where a word is not enough. */
export type ResourceStanding = {
  readonly tone: "neutral" | "success" | "warning" | "danger" | "info" | "waiting" | "paused";
  readonly word: string;
  readonly sentence?: string;
};

const problemWords = { invalid: "Invalid", conflict: "Conflict", refused: "Refused", failing: "Tried again" } as const;

/** Judges one resource; what a person has to do something about comes first. */
export function judgeResource({
  state,
  problem,
  job,
  drift,
}: Pick<TargetResource, "state" | "problem" | "job" | "drift">): ResourceStanding {
  if (state === "ignored") return { tone: "neutral", word: "Ignored", sentence: "Nothing is sent: somebody chose so." };
  if (job?.held === true) {
    return { tone: "danger", word: "Held", sentence: "Its deprovision is held by the breaker until somebody decides." };
  }
  if (problem !== undefined) {
    const tone = problem.kind === "failing" || problem.kind === "conflict" ? "warning" : "danger";
    return { tone, word: problemWords[problem.kind], sentence: problem.detail };
  }
  if (job !== undefined) {
    return job.attempts > 0
      ? { tone: "warning", word: "Tried again", sentence: `It failed ${describeTimes(job.attempts)}.` }
      : { tone: "waiting", word: "Waiting" };
  }
  if (drift.length > 0) {
    return { tone: "warning", word: "Changed there", sentence: `${drift.map(({ path }) => path).join(", ")} differs.` };
  }
  switch (state) {
    case "linked":
      return { tone: "success", word: "In sync" };
    case "creating":
      return { tone: "waiting", word: "Being made", sentence: "Whether it is there yet is not known." };
    case "deactivated":
      return { tone: "paused", word: "Deactivated" };
    case "left":
      return { tone: "neutral", word: "Left there", sentence: "It was left at the target as it is." };
    case undefined:
      return { tone: "neutral", word: "Not there" };
  }
}

function describeTimes(attempts: number): string {
  return attempts === 1 ? "once" : `${attempts} times`;
}
