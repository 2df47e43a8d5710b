import { subjectOf } from "./caller";
import { describeBulk } from "./describe-bulk";
import { describeEffect } from "./describe-effect";
import { describeFailure } from "./describe-failure";
import { describeRead } from "./describe-read";
import { describeRefusal, describeTokenRefusal } from "./describe-refusal";
import type { LoggedExchange } from "./logged-exchange";
import { nameResource } from "./name-resource";
import { memberOf } from "./read-request";
import { remark, type Sentence, say } from "./sentence";

/**
 * Says what a logged request did: who, what, to whom, and what came of it. Every request has a sentence; names in it are
 * whole, and lead to the pages of those whom they name.
 *
 * @see toPlainText for the same as text
 */
export function describeExchange(exchange: LoggedExchange): Sentence {
  if (exchange.outcome === "refused") return describeRefusal(exchange);
  if (exchange.action === "token.issued") {
    return exchange.outcome === "failed" ? describeTokenRefusal(exchange) : describeToken(exchange);
  }
  if (exchange.outcome === "failed") return describeFailure(exchange);
  if (exchange.operation === "bulk") return describeBulk(exchange);
  if (exchange.outcome === "read") return describeRead(exchange);
  const [effect, ...others] = exchange.effects;
  if (effect === undefined) return describeUnchanged(exchange);
  const also = others.filter(({ resourceId }) => resourceId !== effect.resourceId).length;
  const rest = also === 0 ? [] : [remark(` (and ${also} more)`)];
  return [subjectOf(exchange), ...describeEffect(exchange, effect), ...rest];
}

function describeToken(exchange: LoggedExchange): Sentence {
  const how =
    memberOf(exchange.requestBody, "client_assertion") === undefined ? "its client secret" : "a signed assertion";
  const isKnown = exchange.requestBody !== undefined;
  return [subjectOf(exchange), say(" got an access token"), ...(isKnown ? [remark(` with ${how}`)] : [])];
}

/** A write that found everything as it asked for. */
function describeUnchanged(exchange: LoggedExchange): Sentence {
  return [subjectOf(exchange), say(" sent "), nameResource(exchange), say(" again"), remark("; nothing changed")];
}
