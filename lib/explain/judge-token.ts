import type { LoggedExchange, TraceStepName } from "./logged-exchange";
import { readCutToken } from "./read-detail";

/** What was wrong with the access token of a request. */
export type TokenFault =
  | "missing"
  | "noBearer"
  | "otherScheme"
  | "empty"
  | "bearerTwice"
  | "cut"
  | "surrounded"
  | "mistyped"
  | "unknown"
  | "expired"
  | "revoked"
  | "otherOrganization";

/** The check that a request did not pass; undefined where it passed all. */
export function failedStep({ trace }: Pick<LoggedExchange, "trace">): TraceStepName | undefined {
  return trace.find(({ outcome }) => outcome === "fail")?.step;
}

/**
 * Tells what was wrong with the token that a request presented; undefined where that was no reason to refuse it. The checks
 * that are recorded say which one failed, and the refusal itself in which way.
 */
export function judgeToken(exchange: LoggedExchange): TokenFault | undefined {
  if (exchange.outcome !== "refused") return undefined;
  const detail = exchange.detail ?? "";
  switch (failedStep(exchange)) {
    case "token_presented":
      return /no token after the word Bearer/.test(detail) ? "empty" : "missing";
    case "scheme":
      if (/no token after the word Bearer/.test(detail)) return "empty";
      return /has the scheme/.test(detail) ? "otherScheme" : (judgeForm(detail) ?? "noBearer");
    case "checksum":
    case "found":
      return judgeForm(detail) ?? "unknown";
    case "organization":
      return "otherOrganization";
    case "not_expired":
      return "expired";
    case "not_revoked":
      return "revoked";
    default:
      return undefined;
  }
}

function judgeForm(detail: string): TokenFault | undefined {
  if (/says Bearer twice/.test(detail)) return "bearerTwice";
  if (readCutToken(detail) !== undefined) return "cut";
  if (/mistyped/.test(detail)) return "mistyped";
  if (/Paste the token (?:alone|without)/.test(detail)) return "surrounded";
  return undefined;
}
