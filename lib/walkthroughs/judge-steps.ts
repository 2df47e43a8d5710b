import { findObstructedStep } from "./obstacles";
import { findLastProof, findProof, findRememberedProof, type Proof, type ReceivedRequest } from "./proofs";
import type { ProofName, WalkthroughStep } from "./walkthrough";

/** How far a step is. */
export type StepState =
  | { readonly kind: "todo" }
  /** The next request of its kind ticks it. */
  | { readonly kind: "waiting" }
  /** Somebody ticked it off, or a later step shows that it must have been done. */
  | { readonly kind: "done"; readonly at: Date | undefined }
  | { readonly kind: "seen"; readonly proof: Proof }
  /** What was received last about it was refused. */
  | { readonly kind: "problem"; readonly requestId: string; readonly at: Date };

/** What is known beside the requests. */
export type KnownOfSteps = {
  readonly done: ReadonlyMap<string, Date>;
  readonly firsts: ReadonlyMap<string, Date>;
  readonly product: string;
};

export type JudgedStep = { readonly id: string; readonly state: StepState };

/**
 * How far each step of a walkthrough is, by what was received.
 *
 * @param requests of the SCIM client, in the order in which they began; also those that were refused before their client was
 * known
 * @param known.done what was ticked off by hand, by the step's id
 * @param known.firsts when each action was first done, also by requests that are no longer kept
 * @param known.product what the identity provider is called, for the sentences
 */
export function judgeSteps(
  steps: readonly WalkthroughStep[],
  requests: readonly ReceivedRequest[],
  { done, firsts, product }: KnownOfSteps,
): readonly JudgedStep[] {
  const proofs = new Map(
    steps.map(({ id, proof }) => [
      id,
      proof && (findProof(proof, requests, product) ?? findRememberedProof(proof, firsts)),
    ]),
  );
  const lastSeen = steps.findLastIndex(({ id }) => proofs.get(id) !== undefined);
  let isNext = true;
  return steps.map((step, index) => {
    const state = judge(step, index);
    // A step that somebody could leave out holds nobody up.
    if (state.kind === "problem" || state.kind === "waiting") isNext = false;
    return { id: step.id, state };
  });

  function judge({ id, proof }: WalkthroughStep, index: number): StepState {
    const problem = proof && findProblem(proof, requests);
    if (problem !== undefined) return problem;
    const seen = proofs.get(id);
    if (seen !== undefined) return { kind: "seen", proof: seen };
    const at = done.get(id);
    if (at !== undefined) return { kind: "done", at };
    if (proof === undefined) return index < lastSeen ? { kind: "done", at: undefined } : { kind: "todo" };
    return isNext ? { kind: "waiting" } : { kind: "todo" };
  }
}

/** The latest request that stood in the way of something, unless it has worked since. */
function findProblem(name: ProofName, requests: readonly ReceivedRequest[]): StepState | undefined {
  const obstacle = requests.findLast((request) => findObstructedStep(request) === name);
  if (obstacle === undefined) return undefined;
  const workedAt = findLastProof(name, requests);
  if (workedAt !== undefined && workedAt >= obstacle.at) return undefined;
  return { kind: "problem", requestId: obstacle.id, at: obstacle.at };
}

/** The step to show: one with a problem, else the first that is not done; undefined when all are. */
export function findCurrentStep(judged: readonly JudgedStep[]): string | undefined {
  const problem = judged.find(({ state }) => state.kind === "problem");
  if (problem !== undefined) return problem.id;
  return judged.find(({ state }) => !isFinished(state))?.id;
}

/** Whether the identity provider is set up: every step that cannot be left out is done or seen. */
export function isComplete(steps: readonly WalkthroughStep[], judged: readonly JudgedStep[]): boolean {
  const states = new Map(judged.map(({ id, state }) => [id, state]));
  return steps.every(({ id, isOptional }) => {
    const state = states.get(id) ?? { kind: "todo" };
    return state.kind !== "problem" && (isOptional === true || isFinished(state));
  });
}

function isFinished({ kind }: StepState): boolean {
  return kind === "done" || kind === "seen";
}
