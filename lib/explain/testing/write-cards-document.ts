import type { CardTone } from "../card";
import { cardRules } from "../explain-exchange";
import { silenceRules } from "../explain-silence";
import { targetProblemRule } from "../explain-target-problem";

const words: Readonly<Record<CardTone, string>> = {
  info: "good to know",
  warning: "worth a look",
  danger: "to be mended",
};

const introduction = `# Explanations

The console says of every logged request what it did, in one sentence (\`lib/explain/describe-exchange.ts\`), and, where
something is odd or failed, why, and how to mend it: in cards (\`lib/explain/explain-exchange.ts\`). Sentences and cards are
pure functions of a \`LoggedExchange\` and of a little of today's state. Nothing is guessed and nothing is asked elsewhere.

## To add a card

1. Add a rule to a table in \`lib/explain/cards/\`: the next free number, an id, how pressing it is, its signal for this page,
   and \`explain\`, which gives the title, the meaning, the steps and the links, or undefined where the card does not apply.
   A rule reads what the row has (\`trace\`, \`effects\`, \`leniencies\`, \`detail\`, \`scimType\`, bodies); what it needs of today's
   state goes into \`ExplanationContext\`, and is looked up by \`lib/console/explanation-context.ts\`.
2. Where a screen of an identity provider is meant, take its words from \`lib/explain/provider-screens.ts\`.
3. Add a real request to \`lib/http/explanations.db.test.ts\`: it is played through the endpoint, and the card must come of it.
   The two conversations of Okta and Entra are played there too: a card that comes of a plainly good request is a defect.
4. Run \`npx vitest run lib/explain -u\`, which writes the list below.

A card says what happened, what it means with numbers, and what to do, one step after the other. It blames nobody, never ends
without a way on, and holds no secret.

## The cards

The numbers never change. Those that are missing belong to parts of Roster that have no cards yet.
`;

/** docs/explanations.md, with the list of all cards. */
export function writeCardsDocument(): string {
  const rules = [...cardRules, ...silenceRules, targetProblemRule].sort((one, other) => one.number - other.number);
  const sections = rules.map(({ number, id, tone, signal }) => {
    const title = id.replaceAll("-", " ");
    return `\n### ${number} ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${signal} (${words[tone]})\n`;
  });
  return `${introduction}${sections.join("")}`;
}
