import { type TraceStep, type TraceStepName, traceSteps } from "@/lib/explain/logged-exchange";

const words: Readonly<Record<TraceStepName, string>> = {
  token_presented: "A credential was sent",
  scheme: "It is one bearer token",
  checksum: "The token is whole",
  found: "The token is known",
  organization: "It was used at its organization's address",
  not_revoked: "It is not revoked",
  not_expired: "It has not expired",
  ip_allowed: "The caller's address is allowed",
  client_active: "The SCIM client is not paused",
  rate_limit: "The client is within its rate limit",
  scope: "The token may do this",
};

/** One check in words. */
export type TraceLine = TraceStep & { readonly words: string };

/** All checks in their order, those that were not reached as skipped; none where none was recorded. */
export function listTraceLines(trace: readonly TraceStep[]): readonly TraceLine[] {
  if (trace.length === 0) return [];
  return traceSteps.map((step) => {
    const made = trace.find((one) => one.step === step);
    return { ...(made ?? { step, outcome: "skip" as const }), words: words[step] };
  });
}
