import type { ListedAttempt } from "@/lib/db/sync-attempts";

/** What was tried at a target, as a sentence without its end: who is named apart, so that it can be a link. */
export type AttemptSentence = {
  readonly tone: "success" | "warning" | "danger" | "info" | "waiting";
  /** In one word, for the badge. */
  readonly word: string;
  /** Before the name of the resource. */
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
  const { done, infinitive } = verbs[operation];
  switch (outcome) {
    case "done":
      return { tone: "success", word: "Done", before: done };
    case "retry":
      return { tone: "warning", word: "Tried again", before: `Could not ${infinitive}` };
    case "wait":
      return { tone: "waiting", word: "Waits", before: `Had to wait before it could ${infinitive}` };
    case "refused":
      return { tone: "danger", word: "Refused", before: `Could not ${infinitive}` };
    case "conflict":
      return { tone: "danger", word: "Conflict", before: `Could not ${infinitive}` };
    case "invalid":
      return { tone: "danger", word: "Invalid", before: `Could not ${infinitive}` };
    case "held":
      return { tone: "warning", word: "Held", before: "Did not deprovision" };
    case "stale":
      return { tone: "info", word: "Left out", before: `Did not ${infinitive}` };
  }
}
