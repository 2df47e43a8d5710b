import type { Capabilities, Quirks } from "./capabilities";
import type { Failure } from "./outcome";
import type { AttemptOperation, Lane, LinkChange, LinkProblem, LoadedTarget, RunCount, SyncStore } from "./sync-store";
import type { Exchange, TargetAnswer, TargetClient, TargetRequest } from "./target-client";

/** What everything that is done for a target within one batch needs. */
export type SyncContext = {
  readonly target: LoadedTarget;
  /** What the target can do, as it is known now: it may turn out otherwise while the batch is under way. */
  readonly capabilities: () => Capabilities;
  /** The target turned out to do otherwise than it says. */
  readonly learn: (quirks: Quirks) => Promise<void>;
  readonly store: SyncStore;
  readonly lane: Lane;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** The requests about one resource: how many they were, and what the last one was. */
export type Conversation = {
  readonly send: (request: TargetRequest) => Promise<TargetAnswer>;
  readonly countRequests: () => number;
  readonly lastExchange: () => Exchange | undefined;
};

/** What came of an operation. */
export type Performed = { readonly operation: AttemptOperation } & (
  | {
      readonly kind: "done";
      readonly detail: string;
      readonly link: "keep" | "remove" | LinkChange;
      readonly count: RunCount;
      readonly wakesGroups?: boolean;
      readonly passwordDelivered?: boolean;
    }
  /** A person has to look at it, or the resource, a mapping or an option has to change. */
  | { readonly kind: "problem"; readonly problem: Omit<LinkProblem, "at">; readonly link?: LinkChange }
  | { readonly kind: "failed"; readonly failure: Failure; readonly link?: LinkChange }
);

/** Begins the conversation about one resource. `traceId` is sent along, so that the target's log can be held against ours. */
export function createConversation(client: TargetClient, traceId: string | undefined): Conversation {
  let requests = 0;
  let last: TargetAnswer | undefined;
  return {
    send: async (request) => {
      const before = client.countRequests();
      const answer = await client.send(traceId === undefined ? request : { ...request, traceId });
      requests += client.countRequests() - before;
      last = answer;
      return answer;
    },
    countRequests: () => requests,
    lastExchange: () => last?.exchange,
  };
}
