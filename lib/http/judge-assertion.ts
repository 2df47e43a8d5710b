import { compactVerify } from "jose";
import { readEnvironment } from "@/lib/env";
import { type AssertionClaims, isForAudience, readAssertionClaims, verifyAssertion } from "./client-assertion";
import { createIssuerKeys, type IssuerKeys, type KeyIssuer } from "./issuer-keys";
import { createOutgoingFetch } from "./outgoing-fetch";

/** One thing that an assertion is held against. */
export type AssertionCheck = {
  readonly name: string;
  /** "skip": not asked, because an earlier one failed. */
  readonly outcome: "pass" | "fail" | "skip";
  readonly detail: string;
};

/** What one trust makes of an assertion. */
export type TrustVerdict = {
  readonly trustId: string;
  readonly isAccepted: boolean;
  readonly checks: readonly AssertionCheck[];
};

export type AssertionVerdict =
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "judged"; readonly trusts: readonly TrustVerdict[] };

export type JudgedTrust = KeyIssuer & { readonly id: string; readonly subject: string; readonly audience: string };

let ownKeys: IssuerKeys | undefined;

/**
 * Says for each trust whether it would take the assertion, check by check. No token is issued. Keys are got from issuers that
 * a trust names only.
 *
 * @param keys where the keys of issuers come from; tests have their own
 */
export async function judgeAssertion(
  assertion: string,
  trusts: readonly JudgedTrust[],
  now: Date,
  keys: IssuerKeys = getKeys(),
): Promise<AssertionVerdict> {
  let claims: AssertionClaims;
  try {
    claims = readAssertionClaims(assertion.trim());
  } catch (error) {
    return { kind: "unreadable", reason: describe(error) };
  }
  const judged = trusts.map((trust) => judgeForTrust(assertion.trim(), claims, trust, now, keys));
  return { kind: "judged", trusts: await Promise.all(judged) };
}

function getKeys(): IssuerKeys {
  ownKeys ??= createIssuerKeys(createOutgoingFetch({ allow: readEnvironment().targetAllow }));
  return ownKeys;
}

async function judgeForTrust(
  assertion: string,
  claims: AssertionClaims,
  trust: JudgedTrust,
  now: Date,
  keys: IssuerKeys,
): Promise<TrustVerdict> {
  const audiences = claims.audiences.join(" ");
  const checks = [
    compare("Issuer", trust.issuer === claims.issuer, trust.issuer, claims.issuer),
    compare("Subject", trust.subject === claims.subject, trust.subject, claims.subject),
    compare("Audience", isForAudience(trust.audience, claims), trust.audience, audiences),
    ...(await judgeSignature(assertion, claims, trust, now, keys)),
  ];
  return { trustId: trust.id, isAccepted: checks.every(({ outcome }) => outcome === "pass"), checks };
}

function compare(name: string, isSame: boolean, expected: string, received: string): AssertionCheck {
  return isSame
    ? { name, outcome: "pass", detail: received }
    : { name, outcome: "fail", detail: `The trust expects “${expected}”, the assertion has “${received}”.` };
}

async function judgeSignature(
  assertion: string,
  claims: AssertionClaims,
  trust: JudgedTrust,
  now: Date,
  keys: IssuerKeys,
): Promise<readonly AssertionCheck[]> {
  const skipped = (name: string, detail: string): AssertionCheck => ({ name, outcome: "skip", detail });
  if (trust.issuer !== claims.issuer) {
    const detail = "Not checked: the keys of another issuer say nothing about it.";
    return [skipped("Signature", detail), skipped("Time", "Not checked.")];
  }
  // Held against what it says of itself, so that only signature and times can fail.
  const itself = { issuer: claims.issuer, subject: claims.subject, audience: claims.audiences[0] ?? "" };
  const failure = await findFailure(async () => verifyAssertion(assertion, itself, await keys.getKeys(trust), now));
  const isSigned =
    failure === undefined ||
    (await findFailure(async () => compactVerify(assertion, await keys.getKeys(trust)))) === undefined;
  if (!isSigned) return [{ name: "Signature", outcome: "fail", detail: failure }, skipped("Time", "Not checked.")];
  return [
    { name: "Signature", outcome: "pass", detail: "Signed with a key that the issuer has published." },
    failure === undefined
      ? { name: "Time", outcome: "pass", detail: "Valid now." }
      : { name: "Time", outcome: "fail", detail: failure },
  ];
}

async function findFailure(check: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
