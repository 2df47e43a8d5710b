import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import type { ProofName } from "./walkthrough";

/** What the steps look at: no bodies, which may be redacted or gone. */
export type ReceivedRequest = Pick<
  LoggedExchange,
  "id" | "at" | "method" | "status" | "outcome" | "action" | "effects" | "leniencies"
> & {
  /** Whether the simulator sent it. */
  readonly isSimulated: boolean;
};

/** What proves a step, and what it proves in a sentence. */
export type Proof = {
  /** Absent where the request itself is no longer kept. */
  readonly requestId?: string;
  readonly at: Date;
  readonly sentence: string;
  readonly isSimulated: boolean;
};

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
 * The request that first proved something. One of the identity provider's own outweighs the simulator's.
 *
 * @param requests in the order in which they began
 * @param product what the identity provider is called, for the sentence
 */
export function findProof(name: ProofName, requests: readonly ReceivedRequest[], product: string): Proof | undefined {
  const find = (wanted: boolean): Proof | undefined => {
    for (const request of requests) {
      const { id, at, isSimulated } = request;
      const sentence = isSimulated === wanted ? readers[name](request, product) : undefined;
      if (sentence !== undefined) return { requestId: id, at, sentence, isSimulated };
    }
    return undefined;
  };
  return find(false) ?? find(true);
}

/** The actions that prove something, and the sentence where nothing more than the action is known. */
const remembered: Readonly<Record<ProofName, { actions: readonly string[]; sentence: string }>> = {
  reached: {
    actions: ["users.listed", "groups.listed", "user.created", "user.read"],
    sentence: "Reached Roster with a valid token.",
  },
  person: { actions: ["user.created"], sentence: "Created the first person." },
  deactivation: { actions: ["user.deactivated", "user.deleted"], sentence: "Deactivated somebody for the first time." },
  group: { actions: ["group.created"], sentence: "Created the first group." },
};

/** What is known of a proof by counts alone, when its request is no longer kept. @param firsts when each action was first done */
export function findRememberedProof(name: ProofName, firsts: ReadonlyMap<string, Date>): Proof | undefined {
  const { actions, sentence } = remembered[name];
  const times = actions.flatMap((action) => firsts.get(action) ?? []);
  const [first] = times.sort((one, other) => one.getTime() - other.getTime());
  return first === undefined ? undefined : { at: first, sentence, isSimulated: false };
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
