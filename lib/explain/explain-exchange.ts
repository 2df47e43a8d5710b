import type { Card, CardRule, ExplanationContext } from "./card";
import { admissionCards } from "./cards/admission-cards";
import { contentCards } from "./cards/content-cards";
import { nameCards } from "./cards/name-cards";
import { personCards } from "./cards/person-cards";
import { requestCards } from "./cards/request-cards";
import { tokenCards } from "./cards/token-cards";
import { anchorOf } from "./explain-silence";
import type { LoggedExchange } from "./logged-exchange";
import { findProvider, screensOf } from "./provider-screens";

/** Every rule about a request, in the order of their numbers. */
export const cardRules: readonly CardRule[] = [
  ...tokenCards,
  ...admissionCards,
  ...requestCards,
  ...nameCards,
  ...personCards,
  ...contentCards,
].sort((one, other) => one.number - other.number);

const urgency: Readonly<Record<Card["tone"], number>> = { danger: 0, warning: 1, info: 2 };

/**
 * Explains what is odd about a logged request: one card for each thing, the most pressing first. A request about which
 * nothing is odd has none.
 *
 * @param context what is known of today's state; the cards do without what it lacks
 */
export function explainExchange(exchange: LoggedExchange, context: ExplanationContext): readonly Card[] {
  const screens = screensOf(findProvider(exchange));
  const cards = cardRules.flatMap((rule): Card[] => {
    const explanation = rule.explain(exchange, context, screens);
    if (explanation === undefined) return [];
    const { number, id, tone } = rule;
    const isOrdinary = rule.isOrdinary === true;
    return [{ number, id, tone, steps: [], links: [], anchor: anchorOf(number, id), isOrdinary, ...explanation }];
  });
  return cards.sort((one, other) => urgency[one.tone] - urgency[other.tone]);
}
