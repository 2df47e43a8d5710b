import type { ListedAttempt } from "@/lib/db/sync-attempts";
import type { ResourceStanding } from "./resource-standing";

/** What came of an attempt, in a word and a tone. */
export function judgeAttempt(outcome: ListedAttempt["outcome"]): Pick<ResourceStanding, "tone" | "word"> {
  return attemptOutcomes[outcome];
}

/** Words for the outcomes, in the order in which a list offers them. */
export const attemptOutcomes: Readonly<Record<ListedAttempt["outcome"], Pick<ResourceStanding, "tone" | "word">>> = {
  done: { tone: "success", word: "Done" },
  retry: { tone: "warning", word: "Failed, tried again" },
  wait: { tone: "waiting", word: "Asked to wait" },
  refused: { tone: "danger", word: "Refused" },
  conflict: { tone: "warning", word: "Conflict" },
  invalid: { tone: "danger", word: "Invalid" },
  held: { tone: "danger", word: "Held" },
  stale: { tone: "neutral", word: "Stale" },
};

/** What was tried, in a word. */
export const attemptOperations: Readonly<Record<ListedAttempt["operation"], string>> = {
  create: "Create",
  update: "Update",
  deactivate: "Deactivate",
  delete: "Delete",
  members: "Members",
  adopt: "Link",
  none: "Look",
};
