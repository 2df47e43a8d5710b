import type { ReceivedRequest } from "./proofs";
import type { ProofName } from "./walkthrough";

/**
 * Which step a request stands in the way of: it came for it and was refused, or never got so far. Undefined for one that
 * went well, and for those whose failure is part of the conversation (a person who is no longer there, an older version).
 */
export function findObstructedStep({
  outcome,
  action,
  status,
  method,
}: Pick<ReceivedRequest, "outcome" | "action" | "status" | "method">): ProofName | undefined {
  if (action === "token.issued") return outcome === "read" || status < 400 ? undefined : "reached";
  if (outcome === "refused" || (action === "unknown" && status >= 400)) return "reached";
  if (outcome !== "failed" || status === 412 || (status === 404 && method !== "POST")) return undefined;
  if (action === "user.deactivated" || action === "user.deleted") return "deactivation";
  if (action.startsWith("group")) return "group";
  return "person";
}

/** The tolerances by which Entra's older dialect is known: what it sends without `?aadOptscim062020`. */
const olderDialect = new Set(["booleanText", "valueOfRemoval"]);

/** Whether a request is written in Entra's older dialect. */
export function isOlderDialect({ leniencies }: Pick<ReceivedRequest, "leniencies">): boolean {
  return leniencies.some(({ name }) => olderDialect.has(name));
}
