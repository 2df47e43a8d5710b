import type { Credential } from "@/lib/db/client-directory";
import type { TraceStep } from "@/lib/explain/logged-exchange";
import { readAccessToken } from "@/lib/secrets";
import { passStep } from "./admission-trace";
import type { PresentedToken } from "./bearer-token";

/** Notes what the form of a credential says: that there is one, that it is a bearer token, and that it is whole. */
export function tracePresented(trace: TraceStep[], presented: PresentedToken): void {
  const hasCredential = presented.kind !== "none";
  const expected = "Authorization: Bearer <token>";
  passStep(trace, "token_presented", hasCredential, hasCredential ? {} : { expected, received: "no credential" });
  if (presented.kind === "none") return;
  if (presented.kind === "unreadable") {
    passStep(trace, "scheme", false, { expected: "Bearer", received: presented.received });
    return;
  }
  const isTwice = /^bearer\s/i.test(presented.token);
  passStep(trace, "scheme", !isTwice, isTwice ? { expected: "Bearer once", received: "Bearer twice" } : {});
  if (isTwice) return;
  const form = readAccessToken(presented.token);
  if (form === "foreign") passStep(trace, "checksum", undefined, { received: "a token that Roster did not make" });
  else
    passStep(trace, "checksum", form === "well-formed", {
      received: `${presented.token.length} characters${form === "well-formed" ? "" : ", and a checksum that does not fit"}`,
    });
}

/**
 * Notes what is known of the token: whose it is, whether it was called where it belongs, and whether it still holds.
 *
 * @param subdomain of the host that was called, where that names an organization
 * @returns the first of them that failed
 */
export function traceCredential(
  trace: TraceStep[],
  credential: Credential | undefined,
  subdomain: string | undefined,
  now: Date,
): "found" | "organization" | "not_revoked" | "not_expired" | undefined {
  if (!passStep(trace, "found", credential !== undefined) || credential === undefined) return "found";
  const { client, revokedAt, expiresAt } = credential;
  const own = client.organization.subdomain;
  const isOwn = subdomain === undefined ? undefined : subdomain === own;
  const hosts = subdomain === undefined ? {} : { expected: own, received: subdomain };
  if (!passStep(trace, "organization", isOwn, hosts)) return "organization";
  const revoked = revokedAt === undefined ? {} : { received: `revoked at ${revokedAt.toISOString()}` };
  if (!passStep(trace, "not_revoked", revokedAt === undefined, revoked)) return "not_revoked";
  const expiry = expiresAt === undefined ? {} : { received: `expires at ${expiresAt.toISOString()}` };
  if (!passStep(trace, "not_expired", expiresAt === undefined || expiresAt > now, expiry)) return "not_expired";
  return undefined;
}
