import { nameOfCaller, subjectOf } from "./caller";
import { failedStep, judgeToken, type TokenFault } from "./judge-token";
import type { LoggedExchange } from "./logged-exchange";
import { countOf } from "./quantities";
import { readCutToken, readWait, shortenDetail } from "./read-detail";
import { pathOf } from "./read-request";
import { type Sentence, say } from "./sentence";

/** The sentence for a request that was not let in. */
export function describeRefusal(exchange: LoggedExchange): Sentence {
  if (exchange.action === "token.issued") return describeTokenRefusal(exchange);
  const fault = judgeToken(exchange);
  if (exchange.status === 429) return describeTooMany(exchange);
  if (fault !== undefined) return describeFault(exchange, fault);
  const subject = subjectOf(exchange);
  switch (failedStep(exchange)) {
    case "ip_allowed": {
      const from = exchange.remoteAddress === undefined ? "an unknown address" : exchange.remoteAddress;
      return [subject, say(` was turned away: it called from ${from}, which is not among its allowed addresses`)];
    }
    case "client_active":
      return [subject, say(" was asked to come back later: the client is paused")];
    case "scope":
      return [subject, say(` may not do that: ${describeMissingScope(exchange)}`)];
    default:
      return [subject, say(` was refused at ${pathOf(exchange)}${describeReason(exchange)}`)];
  }
}

function describeTooMany(exchange: LoggedExchange): Sentence {
  const seconds = readWait(exchange.detail);
  const wait = seconds === undefined ? "to wait" : `to wait ${countOf(seconds, "second")}`;
  if (failedStep(exchange) === "rate_limit" || /its limit in Roster/.test(exchange.detail ?? "")) {
    return [subjectOf(exchange), say(` sent requests too fast and was asked ${wait}`)];
  }
  return [subjectOf(exchange), say(` failed to authenticate too often and was asked ${wait}`)];
}

function describeFault(exchange: LoggedExchange, fault: TokenFault): Sentence {
  switch (fault) {
    case "missing":
      return [subjectOf(exchange), say(" sent no access token")];
    case "empty":
      return [subjectOf(exchange), say(" sent the word Bearer and no access token after it")];
    case "noBearer":
      return [subjectOf(exchange), say(" sent its access token without the word Bearer")];
    case "otherScheme":
      return [subjectOf(exchange), say(" signed in by another scheme than a bearer token")];
    case "bearerTwice":
      return [subjectOf(exchange), say(" sent the word Bearer twice")];
    default:
      return [subjectOf(exchange, "'s"), say(` token was refused: ${describeTokenFault(exchange, fault)}`)];
  }
}

function describeTokenFault(exchange: LoggedExchange, fault: TokenFault): string {
  switch (fault) {
    case "cut": {
      const cut = readCutToken(exchange.detail);
      return cut === undefined ? "it is cut off" : `it is cut off (${cut.got} of ${cut.whole} characters)`;
    }
    case "surrounded":
      return "there are other characters around it";
    case "mistyped":
      return "it is mistyped, its checksum does not match";
    case "expired":
      return "it has expired";
    case "revoked":
      return "it was revoked";
    case "otherOrganization":
      return "it belongs to another organization than the address that was called";
    default:
      return "nobody here issued it";
  }
}

function describeMissingScope({ detail }: LoggedExchange): string {
  const scope = /lacks the scope ([\w:]+)/.exec(detail ?? "")?.[1];
  return scope === undefined ? "its token lacks a scope" : `its token lacks the scope ${scope}`;
}

function describeReason({ detail }: LoggedExchange): string {
  return detail === undefined ? "" : `: ${shortenDetail(detail)}`;
}

/** The sentence for a token request that got none. */
export function describeTokenRefusal(exchange: LoggedExchange): Sentence {
  if (exchange.status === 429) return describeTooMany(exchange);
  if (exchange.status === 503 && /is paused/.test(exchange.detail ?? "")) {
    return [subjectOf(exchange), say(" got no access token: the client is paused")];
  }
  return [
    { ...subjectOf(exchange), text: nameOfCaller(exchange) },
    say(` got no access token${describeReason(exchange)}`),
  ];
}
