import { describe, expect, test } from "vitest";
import type { Health, HealthState } from "@/lib/explain/judge-health";
import { listConcerns } from "./list-concerns";
import type { ScimClientRow } from "./scim-client-table";

const now = new Date("2026-11-28T10:00:00Z");
const figures = { activePeople: 10, inactivePeople: 0, groups: 1, activeOwners: 2 };

function client(state: HealthState, tone: Health["tone"], accessEndsAt: Date | null = null): ScimClientRow {
  return {
    id: "c1",
    name: "Okta",
    providerName: "Okta",
    activePeople: 9,
    inactivePeople: 0,
    groups: 1,
    isCounted: true,
    countedAt: undefined,
    health: { state, word: state, tone, sentence: `Okta is ${state}.` },
    usualGapMs: undefined,
    lastRequestAt: now,
    day: [],
    accessEndsAt,
  };
}

function list(clients: readonly ScimClientRow[], more: { activeOwners?: number; rosterUrl?: string } = {}) {
  const { activeOwners = 2, rosterUrl = "https://roster.example" } = more;
  return listConcerns({ figures: { ...figures, activeOwners }, clients, targets: [], rosterUrl, now });
}

describe("what needs attention", () => {
  test("nothing, while all is well", () => {
    expect(list([client("healthy", "success")])).toEqual([]);
    expect(list([], { activeOwners: 1, rosterUrl: "http://localhost:3000" })).toEqual([]);
  });

  test.each([
    ["authenticationFailing", "danger", "danger", "See why"],
    ["failing", "danger", "danger", "See what happened"],
    ["quarantineRisk", "warning", "warning", "See what happened"],
    ["quiet", "warning", "warning", "See what happened"],
    ["paused", "paused", "warning", "Resume"],
    ["tokenExpiring", "warning", "warning", "Rotate the token"],
    ["waiting", "waiting", "info", "Continue setting up"],
  ] as const)("a client that is %s", (state, health, tone, action) => {
    expect(list([client(state, health)])).toMatchObject([
      { tone, sentence: `Okta is ${state}.`, action: { name: action } },
    ]);
  });

  test("a token that ends within 30 days, of a client that is well otherwise", () => {
    expect(list([client("healthy", "success", new Date("2026-12-20T10:00:00Z"))])).toMatchObject([
      { tone: "info", action: { href: "/scim-clients/c1/credentials" } },
    ]);
    expect(list([client("healthy", "success", new Date("2027-12-20T10:00:00Z"))])).toEqual([]);
  });

  test("the most pressing first, then one owner and an address that nobody outside reaches", () => {
    const concerns = list([client("waiting", "waiting"), client("failing", "danger")], {
      activeOwners: 1,
      rosterUrl: "http://localhost:3000",
    });
    expect(concerns.map(({ tone }) => tone)).toEqual(["danger", "info", "info", "info"]);
    expect(concerns.map(({ sentence }) => sentence).join(" ")).toMatch(/one owner.*http:\/\/localhost:3000/);
  });
});
