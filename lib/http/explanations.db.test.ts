import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadExplanationContext } from "@/lib/console/explanation-context";
import type { Card } from "@/lib/explain/card";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { cardRules, explainExchange } from "@/lib/explain/explain-exchange";
import { toPlainText } from "@/lib/explain/sentence";
import { baseUrl, createEndpointFixture, type EndpointFixture } from "./testing/endpoint-fixture";
import { admissionRequests } from "./testing/explained/admission-requests";
import { contentRequests } from "./testing/explained/content-requests";
import { personRequests } from "./testing/explained/person-requests";
import { openStage, type Scenario } from "./testing/explained/stage";
import { tokenRequests } from "./testing/explained/token-requests";
import { type ReadExchange, readExchange } from "./testing/read-exchange";

/** One real request a card, and more where a card has more faces. */
const scenarios = [...tokenRequests, ...admissionRequests, ...personRequests, ...contentRequests];

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

/** Plays a scenario, and explains its request as the console does. */
async function explain(scenario: Scenario): Promise<ReadExchange & { cards: readonly Card[] }> {
  const stage = await openStage(fixture);
  const { whole: exchange, listed } = await readExchange(fixture, stage.organizationId, await scenario.play(stage));
  const { rows } = await fixture.database.pool.query<{ domains: string[] }>(
    "SELECT allowed_email_domains AS domains FROM organizations WHERE id = $1",
    [stage.organizationId],
  );
  const organization = {
    id: stage.organizationId,
    subdomain: stage.subdomain,
    name: stage.subdomain,
    allowedEmailDomains: rows[0]?.domains ?? [],
    allowEmailSubdomains: false,
  };
  const context = await loadExplanationContext({ database: fixture.database, organization }, exchange, baseUrl);
  return { whole: exchange, listed, cards: explainExchange(exchange, context) };
}

const consolePages = new URL("../../app/(console)/", import.meta.url);

/** Whether there is a page of the console at an address: an id stands where the folder is named like [userId]. */
function isPage(href: string): boolean {
  let folder = consolePages;
  for (const segment of (href.split("?")[0] ?? "").split("/").filter((part) => part !== "")) {
    const names = readdirSync(folder);
    const found = names.find((name) => name === segment) ?? names.find((name) => /^\[.*\]$/.test(name));
    if (found === undefined) return false;
    folder = new URL(`${encodeURI(found)}/`, folder);
  }
  return existsSync(new URL("page.tsx", folder));
}

/** Everything that a card says. */
function textOf({ title, meaning, cause = "", steps, links }: Card): string {
  return [title, meaning, cause, ...steps, ...links.map(({ label }) => label)].join(" ");
}

describe("a request about which something is odd", () => {
  test.each(scenarios)("card $card: $name", async (scenario) => {
    const { whole, listed, cards } = await explain(scenario);
    const card = cards.find(({ number }) => number === scenario.card);
    expect(card?.title).toMatch(scenario.title);
    expect(card && textOf(card)).toMatch(scenario.fix);
    expect(card && textOf(card)).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    expect(card?.links.filter(({ href }) => !isPage(href))).toEqual([]);
    expect(toPlainText(describeExchange(whole))).toMatch(scenario.sentence);
    // What changed is not read for a list, so that its line cannot say from what to what.
    if (scenario.card !== 29) expect(toPlainText(describeExchange(listed))).toMatch(scenario.sentence);
    // Nothing else is said of it than what it is played for.
    const others = cards.filter(({ number, isOrdinary }) => number !== scenario.card && !isOrdinary);
    expect(others.map(({ number }) => number)).toEqual(scenario.others ?? []);
  });

  test("every card has its request", () => {
    const played = new Set(scenarios.map(({ card }) => card));
    expect(cardRules.map(({ number }) => number).filter((number) => !played.has(number))).toEqual([]);
  });
});
