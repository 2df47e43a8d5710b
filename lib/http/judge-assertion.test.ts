import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createIssuerKeys } from "./issuer-keys";
import { judgeAssertion } from "./judge-assertion";
import { createOutgoingFetch } from "./outgoing-fetch";
import { type AssertionIssuer, startAssertionIssuer } from "./testing/assertion-issuer";

const subject = "5f0c7b1e-0d4e-4c58-9d3c-2a6d8a4e7f10";
const audience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";
const now = new Date();
let issuer: AssertionIssuer;
let stranger: AssertionIssuer;

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([startAssertionIssuer("ES256"), startAssertionIssuer("RS256")]);
});
afterAll(async () => {
  await Promise.all([issuer.close(), stranger.close()]);
});

function judge(assertion: string, trust: { subject?: string; audience?: string; issuer?: string } = {}) {
  const keys = createIssuerKeys(createOutgoingFetch({ allow: ["127.0.0.0/8"] }));
  const known = { id: "1", issuer: issuer.issuer, jwksUri: null, subject, audience, ...trust };
  return judgeAssertion(assertion, [known], now, keys);
}

async function judgeOutcomes(...parameters: Parameters<typeof judge>) {
  const verdict = await judge(...parameters);
  if (verdict.kind === "unreadable") throw new Error(verdict.reason);
  const [trust] = verdict.trusts;
  return trust?.checks.map(({ outcome }) => outcome).join(" ");
}

describe("an assertion, check by check: issuer, subject, audience, signature, time", () => {
  test("that would be taken", async () => {
    const verdict = await judge(await issuer.sign({ sub: subject, aud: audience }));
    expect(verdict).toMatchObject({ kind: "judged", trusts: [{ trustId: "1", isAccepted: true }] });
  });

  test("for somebody else, to somebody else", async () => {
    const assertion = await issuer.sign({ sub: "other", aud: audience });
    expect(await judgeOutcomes(assertion)).toBe("pass fail pass pass pass");
    expect(await judgeOutcomes(assertion, { audience: "api://other" })).toBe("pass fail fail pass pass");
  });

  test("of an issuer that the trust does not name, whose keys are not asked for", async () => {
    const assertion = await stranger.sign({ sub: subject, aud: audience });
    expect(await judgeOutcomes(assertion)).toBe("fail pass pass skip skip");
    expect(stranger.requests).toEqual([]);
  });

  test("that somebody else signed", async () => {
    const assertion = await stranger.sign({ iss: issuer.issuer, sub: subject, aud: audience });
    expect(await judgeOutcomes(assertion)).toBe("pass pass pass fail skip");
  });

  test("that has expired", async () => {
    const exp = Math.floor(now.getTime() / 1000) - 600;
    expect(await judgeOutcomes(await issuer.sign({ sub: subject, aud: audience, exp }))).toBe(
      "pass pass pass pass fail",
    );
  });
});

test("what is no assertion is told apart", async () => {
  expect(await judge("roster_scim_abc")).toMatchObject({
    kind: "unreadable",
    reason: expect.stringContaining("three"),
  });
});
