import { findClientSecret } from "@/lib/db/client-secrets";
import type { ClientProof } from "@/lib/db/issued-tokens";
import { findOauthClient, type OauthClient } from "@/lib/db/oauth-clients";
import type { Database } from "@/lib/db/pool";
import { findWorkloadTrusts, listWorkloadTrusts, type WorkloadTrust } from "@/lib/db/workload-trusts";
import { log } from "@/lib/log";
import { accessTokenPrefix, clientSecretPrefix, hashToken, readClientSecret } from "@/lib/secrets";
import { type AssertionClaims, isForAudience, readAssertionClaims, verifyAssertion } from "./client-assertion";
import { type IssuerKeys, IssuerKeysError } from "./issuer-keys";
import { OauthError, quoteSent } from "./oauth-error";
import type { ClientCredential } from "./token-request";

/** A client that has shown who it is, and by what. */
export type ProvenClient = { readonly client: OauthClient; readonly proof: ClientProof };

type ProofParts = { readonly database: Pick<Database, "prisma">; readonly issuerKeys: IssuerKeys };

const askForSecret =
  "The client_id is the id of the SCIM client, as `scim-client show` tells it; `client-secret issue` gives another secret.";
const keysRetrySeconds = 60;
/** Of one issuer and subject there are as many trusts as there are audiences and clients: a handful. */
const maxTrusts = 100;

/**
 * Checks that a client has the secret that it says it has.
 *
 * @param named the SCIM client whose id was sent
 * @throws OauthError invalid_client; what it says is the same whether the client is there or not
 */
export async function proveBySecret(
  { database }: ProofParts,
  named: OauthClient | undefined,
  { secret }: ClientCredential & { kind: "secret" },
  now: Date,
): Promise<ProvenClient> {
  const form = readClientSecret(secret);
  if (form !== "well-formed") throw refuse(adviseOnSecret(secret, form));
  const found = named && (await findClientSecret(database.prisma, named.id, new Uint8Array(hashToken(secret))));
  if (named === undefined || found === undefined) {
    throw refuse(`No SCIM client has this client_id and this client_secret. ${askForSecret}`);
  }
  if (found.revokedAt !== null) throw refuse(`The client_secret was revoked. ${askForSecret}`);
  if (found.expiresAt !== null && found.expiresAt <= now) {
    throw refuse(`The client_secret expired on ${found.expiresAt.toISOString().slice(0, 10)}. ${askForSecret}`);
  }
  return { client: named, proof: { kind: "clientSecret", id: found.id } };
}

function adviseOnSecret(secret: string, form: "mistyped" | "foreign"): string {
  if (form === "mistyped") {
    return `The client_secret is mistyped or cut off: its checksum does not match. Copy it again. ${askForSecret}`;
  }
  return secret.startsWith(accessTokenPrefix)
    ? `The client_secret is an access token. Use that one as it is, without asking for a token; or issue a client secret. ${askForSecret}`
    : `The client_secret is none of Roster's, which begin with ${clientSecretPrefix}. ${askForSecret}`;
}

/**
 * Checks that somebody whom a client trusts has signed the assertion. The issuer is asked for its keys only when a trust has
 * exactly the assertion's issuer, subject and audience; what it expects instead is told to the owners alone, in the log.
 *
 * @param named the SCIM client whose id was sent; undefined where none was, if it is not to be found either
 * @throws OauthError invalid_client, temporarily_unavailable
 * @see RFC 7523 §2.2
 */
export async function proveByAssertion(
  { database, issuerKeys }: ProofParts,
  named: OauthClient | undefined,
  { assertion, clientId }: ClientCredential & { kind: "assertion" },
  now: Date,
): Promise<ProvenClient> {
  const claims = readAssertionClaims(assertion);
  const trusts = await findWorkloadTrusts(database.prisma, claims, maxTrusts);
  const matching = trusts.filter(
    (trust) => isForAudience(trust.audience, claims) && (clientId === undefined || trust.scimClientId === named?.id),
  );
  const [trust] = matching;
  const isOneClient = matching.every(({ scimClientId }) => scimClientId === trust?.scimClientId);
  const client =
    named ?? (trust && isOneClient ? await findOauthClient(database.prisma, trust.scimClientId) : undefined);
  if (trust === undefined || client === undefined) {
    const forLog = named && describeDifferences(await listWorkloadTrusts(database.prisma, named.id), claims);
    throw refuse(describeStranger(claims, clientId), forLog);
  }
  try {
    await verifyAssertion(assertion, trust, await issuerKeys.getKeys(trust), now);
  } catch (error) {
    throw error instanceof IssuerKeysError ? createKeysError(error, trust) : error;
  }
  return { client, proof: { kind: "workloadTrust", id: trust.id } };
}

function describeStranger({ issuer, subject, audiences }: AssertionClaims, clientId: string | undefined): string {
  const what = `The assertion has the issuer ${quoteSent(issuer)}, the subject ${quoteSent(subject)} and the audience ${quoteSent(audiences.join(" "))}`;
  return clientId === undefined
    ? `${what}. No single SCIM client trusts it: send client_id too. An owner of the organization sees what a client trusts with \`workload-trust list\`.`
    : `${what}. The SCIM client of this client_id does not trust exactly that, if it is there. An owner of the organization sees what it trusts with \`workload-trust list\`.`;
}

/** In which of the three each trust differs. */
function describeDifferences(trusts: readonly WorkloadTrust[], claims: AssertionClaims): string {
  if (trusts.length === 0) return "It has no trusts.";
  const lines = trusts.slice(0, 10).map((trust) => {
    const expected = [
      trust.issuer === claims.issuer ? "" : `the issuer "${trust.issuer}"`,
      trust.subject === claims.subject ? "" : `the subject "${trust.subject}"`,
      isForAudience(trust.audience, claims) ? "" : `the audience "${trust.audience}"`,
    ].filter((part) => part !== "");
    return `The trust ${trust.id} expects ${expected.join(" and ")}.`;
  });
  return lines.join(" ");
}

/** The address of the keys is the owners' affair. The identity provider tries again, as it should. */
function createKeysError(error: IssuerKeysError, { issuer }: WorkloadTrust): OauthError {
  log.warn("The keys of an issuer of assertions could not be got.", { issuer, reason: error.message });
  return new OauthError(
    "temporarily_unavailable",
    `Roster could not get the keys of the issuer ${quoteSent(issuer)}, so that it could not check the assertion. Try again later; an owner of the organization finds the reason in its log.`,
    { status: 503, headers: { "Retry-After": String(keysRetrySeconds) }, forLog: error.message },
  );
}

function refuse(message: string, forLog?: string): OauthError {
  return new OauthError("invalid_client", message, forLog === undefined ? {} : { forLog });
}
