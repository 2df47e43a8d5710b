import type { ListedAttempt } from "@/lib/db/sync-attempts";
import type { ResourceStanding } from "./resource-standing";

/** A try with what a list says of it. */
export type ShownAttempt = ListedAttempt & {
  readonly standing: Pick<ResourceStanding, "tone" | "word">;
  /** What was tried. */
  readonly verb: string;
};

/** Words for the outcomes, in the order in which a list offers them. */
export const attemptOutcomes: Readonly<Record<ListedAttempt["outcome"], ShownAttempt["standing"]>> = {
  done: { tone: "success", word: "Done" },
  retry: { tone: "warning", word: "Failed, tried again" },
  wait: { tone: "waiting", word: "Asked to wait" },
  refused: { tone: "danger", word: "Refused" },
  conflict: { tone: "warning", word: "Conflict" },
  invalid: { tone: "danger", word: "Invalid" },
  held: { tone: "danger", word: "Held" },
  stale: { tone: "neutral", word: "Stale" },
};

const verbs: Readonly<Record<ListedAttempt["operation"], string>> = {
  create: "Create",
  update: "Update",
  deactivate: "Deactivate",
  delete: "Delete",
  members: "Members",
  adopt: "Link",
  none: "Look",
};

/** A try in words. */
export function showAttempt(attempt: ListedAttempt): ShownAttempt {
  return { ...attempt, standing: attemptOutcomes[attempt.outcome], verb: verbs[attempt.operation] };
}

/** Whether a text of an address is an outcome. */
export function isAttemptOutcome(text: string): text is ListedAttempt["outcome"] {
  return Object.hasOwn(attemptOutcomes, text);
}
