import { describe, expect, test } from "vitest";
import { cardRules } from "./explain-exchange";
import { anchorOf, silenceRules } from "./explain-silence";
import { targetProblemRule } from "./explain-target-problem";
import { writeCardsDocument } from "./testing/write-cards-document";

const rules = [...cardRules, ...silenceRules, targetProblemRule];

describe("the cards' document", () => {
  test("lists every card as it is", async () => {
    await expect(writeCardsDocument()).toMatchFileSnapshot("../../docs/explanations.md");
  });

  test("has a heading for every anchor", () => {
    const headings = [...writeCardsDocument().matchAll(/^### (.*)$/gm)].map(([, heading = ""]) =>
      heading.toLowerCase().replaceAll(" ", "-"),
    );
    expect(headings).toHaveLength(rules.length);
    for (const { number, id } of rules) expect(headings).toContain(anchorOf(number, id).split("#")[1]);
  });

  test("there are 32, each number and id once", () => {
    const later = [19, 30];
    const expected = Array.from({ length: 34 }, (_, index) => index + 1).filter((number) => !later.includes(number));
    expect(rules.map(({ number }) => number).sort((one, other) => one - other)).toEqual(expected);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
});
