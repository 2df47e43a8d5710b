import type { Capabilities } from "@/lib/provisioning/capabilities";
import { delayTarget, type Failure, judgeFailure, strainOfFailure } from "@/lib/provisioning/outcome";
import { preflight } from "@/lib/provisioning/preflight";
import type { LoadedTarget } from "@/lib/provisioning/sync-store";
import type { TargetAnswer, TargetClient } from "@/lib/provisioning/target-client";
import type { LaneWork } from "./work-lane";

/** A document that could not be read just now is asked for again so often, before the target is taken for one that has none. */
const triesOfDocuments = 3;

/**
 * Reads what a target can do, and keeps it. Where it cannot be asked, the target is left alone for a while, or paused: its owner
 * is told why.
 *
 * @returns undefined where it cannot be asked
 */
export async function preflightTarget(
  { store, now, random }: Pick<LaneWork, "store" | "now" | "random">,
  target: LoadedTarget,
  client: TargetClient,
): Promise<Capabilities | undefined> {
  const answers: TargetAnswer[] = [];
  const recording: TargetClient = {
    ...client,
    send: async (request) => {
      const answer = await client.send(request);
      answers.push(answer);
      return answer;
    },
  };
  const { capabilities, findings, says, ok } = await preflight(recording, target, target.quirks);
  const isUncertain = answers.some(mayPass) && target.strain < triesOfDocuments;
  if (ok && !isUncertain) {
    const told = { findings: findings.map((finding) => ({ ...finding })), says: [...says] };
    await store.saveCapabilities(target.id, capabilities, told);
    return capabilities;
  }
  const failure =
    findFailure(ok ? answers.filter(mayPass) : answers, target.strain, random()) ?? describeFindings(findings);
  if (failure.kind === "pause") {
    const { reason, detail } = failure;
    await store.pauseTarget(target.id, { reason, detail, at: now().toISOString() });
    return undefined;
  }
  const waitMs = failure.kind === "wait" ? failure.waitMs : delayTarget(target.strain, random());
  await store.blockTarget(target.id, new Date(now().getTime() + waitMs));
  if (failure.kind !== "wait" && target.strain + 1 >= strainOfFailure) await store.failRuns(target.id, failure.detail);
  return undefined;
}

/** Whether it may be answered another time; a page of HTML says that there is no such document. */
function mayPass(answer: TargetAnswer): boolean {
  return answer.kind !== "answered" || answer.status === 429 || (answer.status >= 500 && answer.status !== 501);
}

/** The gravest of what went wrong: who is refused altogether need not be told that the target is slow. */
function findFailure(answers: readonly TargetAnswer[], strain: number, random: number): Failure | undefined {
  const failures = answers
    .filter((answer) => answer.kind !== "answered" || answer.status >= 300)
    .map((answer) => judgeFailure(answer, strain, random));
  const first = (kind: Failure["kind"]) => failures.find((failure) => failure.kind === kind);
  return first("pause") ?? first("wait") ?? first("retry");
}

function describeFindings(findings: Awaited<ReturnType<typeof preflight>>["findings"]): Failure {
  const detail = findings.find(({ tone }) => tone === "danger")?.sentence ?? "The target does not answer as SCIM does.";
  return { kind: "retry", detail, isDown: true, mayBeDone: false };
}
