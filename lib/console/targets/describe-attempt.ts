import type { ListedAttempt } from "@/lib/db/sync-attempts";
import { attemptOutcomes, type ShownAttempt } from "./attempt-words";

/** What was tried at a target, as a sentence whose end is the name of who or what it was about. */
export type AttemptSentence = ShownAttempt["standing"] & {
  /** Before the name. */
  readonly before: string;
};

type Verbs = { readonly done: string; readonly infinitive: string };

const verbs: Readonly<Record<ListedAttempt["operation"], Verbs>> = {
  create: { done: "Created", infinitive: "create" },
  update: { done: "Updated", infinitive: "update" },
  deactivate: { done: "Deactivated", infinitive: "deactivate" },
  delete: { done: "Deleted", infinitive: "delete" },
  members: { done: "Changed the members of", infinitive: "change the members of" },
  adopt: { done: "Found and linked", infinitive: "link" },
  none: { done: "Looked at", infinitive: "look at" },
};

/** What was tried and what became of it, in words. */
export function describeAttempt({ operation, outcome }: Pick<ListedAttempt, "operation" | "outcome">): AttemptSentence {
  return { ...attemptOutcomes[outcome], before: describe(verbs[operation], outcome) };
}

function describe({ done, infinitive }: Verbs, outcome: ListedAttempt["outcome"]): string {
  switch (outcome) {
    case "done":
      return done;
    case "wait":
      return `Had to wait before it could ${infinitive}`;
    case "held":
      return "Did not deprovision";
    case "stale":
      return `Did not ${infinitive}`;
    default:
      return `Could not ${infinitive}`;
  }
}
