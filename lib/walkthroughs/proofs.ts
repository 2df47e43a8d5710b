import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import type { ProofName } from "./walkthrough";

/** What the steps look at: no bodies, which may be redacted or gone. */
export type ReceivedRequest = Pick<
  LoggedExchange,
  "id" | "at" | "method" | "status" | "outcome" | "action" | "effects" | "leniencies"
>;

/** A request that proves a step, and what it proves in a sentence. */
export type Proof = { readonly requestId: string; readonly at: Date; readonly sentence: string };

/** Which request proves what: undefined for a request that does not. */
const readers: Readonly<Record<ProofName, (request: ReceivedRequest, product: string) => string | undefined>> = {
  reached: (request, product) => {
    return isAnswered(request) ? `${capitalise(product)} reached Roster with a valid token.` : undefined;
  },
  person: (request) => {
    const made = findEffect(request, ["user.created"]);
    if (made !== undefined) return `Created ${made}.`;
    // Whoever was here already is found, and from then on changed.
    const changed = findEffect(request, ["user.updated", "user.renamed", "user.reactivated"]);
    return changed === undefined ? undefined : `Took over ${changed}.`;
  },
  deactivation: (request) => {
    const deactivated = findEffect(request, ["user.deactivated"]);
    if (deactivated !== undefined) return `Deactivated ${deactivated}: deactivation works.`;
    const deleted = findEffect(request, ["user.deleted"]);
    return deleted === undefined ? undefined : `Deleted ${deleted}: leaving works.`;
  },
  group: (request) => {
    const made = findEffect(request, ["group.created"]);
    if (made !== undefined) return `Created the group ${made}: group push works.`;
    const changed = findEffect(request, ["group.members.changed", "group.updated", "group.renamed"]);
    return changed === undefined ? undefined : `Changed the group ${changed}: group push works.`;
  },
};

/** When something was last proved. @param requests in the order in which they began */
export function findLastProof(name: ProofName, requests: readonly ReceivedRequest[]): Date | undefined {
  return requests.findLast((request) => readers[name](request, "") !== undefined)?.at;
}

/**
 * The request that first proved something.
 *
 * @param requests in the order in which they began
 * @param product what the identity provider is called, for the sentence
 */
export function findProof(name: ProofName, requests: readonly ReceivedRequest[], product: string): Proof | undefined {
  for (const request of requests) {
    const sentence = readers[name](request, product);
    if (sentence !== undefined) return { requestId: request.id, at: request.at, sentence };
  }
  return undefined;
}

/**
 * Whether a token opened the door, also for a request that then failed. The service provider configuration is answered
 * without one, and a path that nothing stands at is a base URL that is wrong.
 */
function isAnswered({ outcome, action, status }: ReceivedRequest): boolean {
  const isOffered = action !== "unknown" && action !== "serviceProviderConfig.read" && action !== "token.issued";
  return outcome !== "refused" && isOffered && status < 500;
}

function findEffect({ effects }: ReceivedRequest, actions: readonly string[]): string | undefined {
  return effects.find(({ action }) => actions.includes(action))?.label;
}

function capitalise(text: string): string {
  return text.startsWith("your ") ? `Y${text.slice(1)}` : text;
}
