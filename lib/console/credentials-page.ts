import { type AccessToken, listAccessTokensWithOrigin } from "@/lib/db/access-tokens";
import { type ClientSecret, listClientSecrets } from "@/lib/db/client-secrets";
import { findPersonNames } from "@/lib/db/person-names";
import { listWorkloadTrusts, type WorkloadTrust } from "@/lib/db/workload-trusts";
import { readEnvironment } from "@/lib/env";
import { screensOf } from "@/lib/explain/provider-screens";
import type { Access } from "./access";
import { type AccessTokenState, readAccessTokenState } from "./access-tokens";
import { type ClientSecretState, readClientSecretState } from "./client-secrets";
import { type ExpiryReminder, findReminder } from "./expiry-reminder";
import type { OpenScimClient } from "./find-open-client";

/** The last use of a credential, for a page: times in ISO 8601. */
export type LastUse = { readonly at: string; readonly address: string | null; readonly agent: string | null };

/** An access token as a page shows it: enough to know it by, not enough to use it. */
export type ShownToken = {
  readonly id: string;
  /** "roster_scim_…x7Qd", or "…x7Qd" of an imported one. */
  readonly label: string;
  readonly state: AccessTokenState;
  readonly scopes: readonly string[];
  readonly created: string;
  /** The person's name; undefined when it was not issued in the console, or by somebody who is no longer here. */
  readonly createdBy: string | undefined;
  readonly isCreatorGone: boolean;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUse: LastUse | undefined;
  readonly reminder: ExpiryReminder | undefined;
};

/** A client secret as a page shows it. */
export type ShownSecret = {
  readonly id: string;
  readonly label: string;
  readonly state: ClientSecretState;
  readonly created: string;
  readonly expiresAt: string | null;
  readonly lastUse: LastUse | undefined;
  /** Access tokens that it gave and that are still valid: they end with it. */
  readonly liveTokens: number;
  readonly reminder: ExpiryReminder | undefined;
};

/** A trust in a workload identity as a page shows it. */
export type ShownTrust = Pick<WorkloadTrust, "id" | "issuer" | "subject" | "audience" | "jwksUri"> & {
  readonly created: string;
  readonly lastUse: LastUse | undefined;
  readonly liveTokens: number;
};

export type Credentials = {
  /** Issued by people, the newest first. */
  readonly tokens: readonly ShownToken[];
  readonly secrets: readonly ShownSecret[];
  readonly trusts: readonly ShownTrust[];
  readonly tokenUrl: string;
  /** "In …": where the identity provider keeps the token. */
  readonly tokenField: string;
  /** How to try the connection there. */
  readonly testAdvice: string;
};

/** Everything by which a SCIM client may get in. */
export async function describeCredentials(
  { database, organization }: Access,
  client: OpenScimClient,
  now: Date,
): Promise<Credentials> {
  const [all, secrets, trusts] = await Promise.all([
    listAccessTokensWithOrigin(database.prisma, client.id),
    listClientSecrets(database.prisma, client.id),
    listWorkloadTrusts(database.prisma, client.id),
  ]);
  const issued = all.filter(({ clientSecretId, workloadTrustId }) => (clientSecretId ?? workloadTrustId) === null);
  const creators = issued.flatMap(({ createdById }) => createdById ?? []);
  const names = await findPersonNames(database.prisma, organization.id, creators);
  const live = all.filter((token) => readAccessTokenState(token, now) === "live");
  const screens = screensOf(client.preset);
  return {
    tokens: issued.toReversed().map((token) => showToken(token, names, now)),
    secrets: secrets.toReversed().map((secret) => ({
      ...showSecret(secret, now),
      liveTokens: live.filter(({ clientSecretId }) => clientSecretId === secret.id).length,
    })),
    trusts: trusts.map((trust) => ({
      ...showTrust(trust),
      liveTokens: live.filter(({ workloadTrustId }) => workloadTrustId === trust.id).length,
    })),
    tokenUrl: `${readEnvironment().rosterUrl}/oauth/token`,
    tokenField: screens.tokenField,
    testAdvice: screens.test,
  };
}

/** The access tokens of a SCIM client as they are at this moment, for a page that watches them. */
export async function watchTokens({ database }: Access, client: OpenScimClient, now: Date): Promise<TokenWatch> {
  const tokens = await listAccessTokensWithOrigin(database.prisma, client.id);
  return {
    now: now.toISOString(),
    tokens: tokens.map((token) => ({
      id: token.id,
      state: readAccessTokenState(token, now),
      lastUse: readLastUse(token),
    })),
  };
}

/** What the page of a rotation asks for every few seconds. */
export type TokenWatch = {
  readonly now: string;
  readonly tokens: readonly Pick<ShownToken, "id" | "state" | "lastUse">[];
};

function showToken(token: AccessToken, names: ReadonlyMap<string, string>, now: Date): ShownToken {
  const { id, prefix, lastFour, scopes, created, createdById, expiresAt, revokedAt } = token;
  const createdBy = createdById === null ? undefined : names.get(createdById);
  const state = readAccessTokenState(token, now);
  return {
    id,
    label: `${prefix}…${lastFour}`,
    state,
    scopes,
    created: created.toISOString(),
    createdBy,
    isCreatorGone: createdById !== null && createdBy === undefined,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUse: readLastUse(token),
    reminder: state === "live" ? findReminder(expiresAt, now) : undefined,
  };
}

function showSecret(secret: ClientSecret, now: Date): Omit<ShownSecret, "liveTokens"> {
  const state = readClientSecretState(secret, now);
  return {
    id: secret.id,
    label: `roster_secret_…${secret.lastFour}`,
    state,
    created: secret.created.toISOString(),
    expiresAt: secret.expiresAt?.toISOString() ?? null,
    lastUse: readLastUse(secret),
    reminder: state === "live" ? findReminder(secret.expiresAt, now) : undefined,
  };
}

function showTrust(trust: WorkloadTrust): Omit<ShownTrust, "liveTokens"> {
  const { id, issuer, subject, audience, jwksUri, created } = trust;
  return { id, issuer, subject, audience, jwksUri, created: created.toISOString(), lastUse: readLastUse(trust) };
}

type Used = Pick<AccessToken, "lastUsedAt" | "lastUsedIp" | "lastUsedAgent">;

function readLastUse({ lastUsedAt, lastUsedIp, lastUsedAgent }: Used): LastUse | undefined {
  return lastUsedAt === null ? undefined : { at: lastUsedAt.toISOString(), address: lastUsedIp, agent: lastUsedAgent };
}
