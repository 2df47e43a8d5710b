import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { IssuerKeysError } from "./issuer-keys";
import { OauthError, quoteSent } from "./oauth-error";

/** What an assertion says, before anybody has checked who says it. */
export type AssertionClaims = {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
};

/** What an assertion is held against. */
export type AssertionExpectation = { readonly issuer: string; readonly subject: string; readonly audience: string };

export const assertionAlgorithms = ["RS256", "PS256", "ES256"] as const;
/** By how much the clocks of issuer and Roster may differ. */
const clockToleranceSeconds = 60;
const longestLifetimeSeconds = 24 * 60 * 60;
/** Entra's pages show the audience with this end, which is that of a scope; its assertions are without. */
const scopeEnding = "/.default";

/** @throws OauthError invalid_client for what is no assertion that could be verified */
export function readAssertionClaims(assertion: string): AssertionClaims {
  if (assertion.split(".").length !== 3) {
    throw refuse("The client_assertion is not a signed JSON Web Token: that has three parts with dots between them.");
  }
  let algorithm: unknown;
  let claims: JWTPayload;
  try {
    algorithm = decodeProtectedHeader(assertion).alg;
    claims = decodeJwt(assertion);
  } catch {
    throw refuse("The client_assertion is not a JSON Web Token that can be read.");
  }
  if (!assertionAlgorithms.some((known) => known === algorithm)) {
    const sent = typeof algorithm === "string" ? quoteSent(algorithm) : "none";
    throw refuse(`The assertion is signed by ${sent}. Roster takes ${assertionAlgorithms.join(", ")}.`);
  }
  return {
    issuer: readClaim("iss", claims.iss),
    subject: readClaim("sub", claims.sub),
    audiences: (Array.isArray(claims.aud) ? claims.aud : [claims.aud]).map((audience) => readClaim("aud", audience)),
  };
}

function readClaim(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "" || /\p{Cc}|\p{Cs}/u.test(value)) {
    throw refuse(`The assertion has no ${name} that can be read. Roster needs iss, sub, aud and exp.`);
  }
  return value;
}

/** Whether the audience that a trust was given is one of an assertion's. */
export function isForAudience(expected: string, { audiences }: Pick<AssertionClaims, "audiences">): boolean {
  return listAudiences(expected).some((audience) => audiences.includes(audience));
}

function listAudiences(expected: string): string[] {
  return expected.endsWith(scopeEnding) ? [expected, expected.slice(0, -scopeEnding.length)] : [expected];
}

/**
 * Verifies who says it, to whom and when.
 *
 * @throws OauthError invalid_client; what `keys` throws when it cannot get at the issuer's keys
 * @see RFC 7523 §3
 */
export async function verifyAssertion(
  assertion: string,
  { issuer, subject, audience }: AssertionExpectation,
  keys: JWTVerifyGetKey,
  now: Date,
): Promise<void> {
  const seconds = Math.floor(now.getTime() / 1000);
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(assertion, keys, {
      algorithms: [...assertionAlgorithms],
      issuer,
      subject,
      audience: listAudiences(audience),
      requiredClaims: ["exp"],
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    });
    claims = verified.payload;
  } catch (error) {
    throw describeFailure(error, assertion);
  }
  const { iat, exp = 0 } = claims;
  if (iat !== undefined && iat > seconds + clockToleranceSeconds) {
    throw refuse(`The assertion was issued in the future, at ${formatSeconds(iat)}. Compare the clocks.`);
  }
  if (exp - (iat ?? seconds) > longestLifetimeSeconds) {
    throw refuse(`The assertion lives for more than ${longestLifetimeSeconds / 3600} hours. Have it issued for less.`);
  }
}

function describeFailure(error: unknown, assertion: string): unknown {
  if (error instanceof errors.JWTExpired) {
    return refuse(
      `The assertion expired at ${formatSeconds(error.payload.exp)}. Have a new one issued, or compare the clocks.`,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "nbf" && error.reason === "check_failed") {
      return refuse(`The assertion is valid from ${formatSeconds(error.payload.nbf)} on only. Compare the clocks.`);
    }
    return refuse(
      `The claim ${error.claim} of the assertion is ${error.reason === "missing" ? "missing" : "not valid"}.`,
    );
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    const { kid } = decodeProtectedHeader(assertion);
    const key = typeof kid === "string" ? `the key ${quoteSent(kid)}` : "a key that it does not name";
    return refuse(`The assertion is signed with ${key}, which is not among the keys that its issuer has published.`);
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return refuse("The assertion does not say with which of its issuer's keys it is signed: it has no kid.");
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return refuse("The signature of the assertion is not that of its issuer's key.");
  }
  if (error instanceof IssuerKeysError) return error;
  // A key that its issuer has published, and that is too short, broken or of another kind.
  return refuse(
    "The assertion cannot be verified with its issuer's key. That has to be of RSA with 2048 bits or more, or of the curve P-256.",
  );
}

function formatSeconds(seconds: number | undefined): string {
  const date = new Date((seconds ?? 0) * 1000);
  return Number.isNaN(date.getTime()) ? "a time nobody knows" : date.toISOString();
}

function refuse(message: string): OauthError {
  return new OauthError("invalid_client", message);
}
