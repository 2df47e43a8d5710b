import type { ScimClient } from "@/lib/directory/scim-client";
import type { Scope } from "@/lib/directory/scope";
import type { TraceStep, TraceStepName } from "@/lib/explain/logged-exchange";
import { isAllowedAddress } from "./allowed-address";
import type { ScimRoute } from "./scim-routes";

/** What was looked for and what was found, in words that hold no secret. */
type Findings = Pick<TraceStep, "expected" | "received">;

/**
 * Notes a check.
 *
 * @param hasPassed undefined: it does not apply
 * @returns whether the request may go on
 */
export function passStep(
  trace: TraceStep[],
  step: TraceStepName,
  hasPassed: boolean | undefined,
  findings: Findings = {},
): boolean {
  trace.push({ step, outcome: hasPassed === undefined ? "skip" : hasPassed ? "pass" : "fail", ...findings });
  return hasPassed !== false;
}

/** Whether the SCIM client may be called from there. */
export function passAddress(
  trace: TraceStep[],
  { allowedAddresses }: Pick<ScimClient, "allowedAddresses">,
  remoteAddress: string | undefined,
): boolean {
  if (allowedAddresses.length === 0) return passStep(trace, "ip_allowed", undefined);
  return passStep(trace, "ip_allowed", isAllowedAddress(allowedAddresses, remoteAddress), {
    expected: allowedAddresses.join(", "),
    received: remoteAddress ?? "an address that is not known",
  });
}

/** Whether the SCIM client is not paused. */
export function passState(trace: TraceStep[], { state }: Pick<ScimClient, "state">): boolean {
  return passStep(trace, "client_active", state === "active", { expected: "active", received: state });
}

/** @param waitSeconds undefined where the client is within its limit */
export function passRateLimit(trace: TraceStep[], { options }: ScimClient, waitSeconds: number | undefined): void {
  if (options.rateLimit === "none") passStep(trace, "rate_limit", undefined);
  else
    passStep(trace, "rate_limit", waitSeconds === undefined, {
      expected: `at most ${options.rateLimit} requests a second`,
    });
}

/** Whether the access token may do what is asked; those that need no scope are not asked for one. */
export function passScope(trace: TraceStep[], { scope }: ScimRoute, granted: readonly Scope[]): boolean {
  if (scope === undefined) return passStep(trace, "scope", undefined);
  const received = granted.length === 0 ? "none" : granted.join(", ");
  return passStep(trace, "scope", granted.includes(scope), { expected: scope, received });
}
