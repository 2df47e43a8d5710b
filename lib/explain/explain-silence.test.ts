import { describe, expect, test } from "vitest";
import { presets } from "@/lib/directory/client-options";
import { explainSilence, type SilenceHistory } from "./explain-silence";

const now = new Date("2026-11-28T14:00:00Z");
const minutes = (count: number) => new Date(now.getTime() - count * 60_000);
const regular: SilenceHistory = {
  now,
  client: { id: "0190a000-0000-7000-8000-0000000000cc", name: "Entra prod", preset: "entra" },
  baseUrl: "https://roster.example/scim/v2",
  state: "active",
  lastRequestAt: minutes(121),
  usualGapMs: 40 * 60_000,
};

describe("a client that is silent", () => {
  test("card 31: for more than three times as long as usual", () => {
    const card = explainSilence(regular);
    expect(card).toMatchObject({
      number: 31,
      tone: "warning",
      title: "Entra prod has been quiet for 2 hours",
      meaning:
        "It usually calls every 40 minutes. Changes at the identity provider do not arrive until it calls again.",
    });
    expect(card?.cause).toContain("quarantine");
    expect(card?.steps[0]).toContain("Provisioning > Overview");
    const okta = { ...regular, client: { ...regular.client, preset: "okta" } } as const;
    expect(explainSilence(okta)?.steps[0]).toMatch(/Dashboard > Tasks.*"Enable API integration"/);
  });

  test("card 32: which never called", () => {
    const card = explainSilence({ ...regular, lastRequestAt: undefined, usualGapMs: undefined });
    expect(card).toMatchObject({ number: 32, title: "Nothing has reached us yet", tone: "info" });
    expect(card?.steps).toEqual(
      expect.arrayContaining([
        "See from outside whether https://roster.example/scim/v2/ServiceProviderConfig answers: it needs no token.",
        expect.stringMatching(/"Tenant URL": it must be exactly https:\/\/roster\.example\/scim\/v2\.$/),
        expect.stringContaining("requests without a User-Agent"),
      ]),
    );
    expect(card?.copy?.text).toBe("https://roster.example/scim/v2");
  });

  test.each([
    ["http://localhost:3000/scim/v2", /which only programs on the same machine reach/],
    ["http://roster.example/scim/v2", /Serve it by https/],
  ])("card 32 knows what is wrong with %s", (baseUrl, advice) => {
    expect(explainSilence({ ...regular, baseUrl, lastRequestAt: undefined })?.steps.join(" ")).toMatch(advice);
  });

  test.each<[string, Partial<SilenceHistory>]>([
    ["after twice its rhythm", { lastRequestAt: minutes(80) }],
    ["after exactly three times its rhythm", { lastRequestAt: minutes(120) }],
    ["for less than an hour, however often it calls", { lastRequestAt: minutes(60), usualGapMs: 60_000 }],
    ["whose rhythm nobody knows", { usualGapMs: undefined }],
    ["because it is paused", { state: "paused" }],
    ["because it is paused and never called", { state: "paused", lastRequestAt: undefined }],
  ])("nothing is said of one that is silent %s", (_, change) => {
    expect(explainSilence({ ...regular, ...change })).toBeUndefined();
  });

  test.each(presets)("the steps name the screens of the preset %s", (preset) => {
    const client = { ...regular.client, preset };
    for (const lastRequestAt of [undefined, regular.lastRequestAt]) {
      const card = explainSilence({ ...regular, client, lastRequestAt });
      expect(JSON.stringify(card)).not.toMatch(/undefined|null|NaN/);
      expect(card?.steps.length).toBeGreaterThan(2);
    }
  });
});
