import {
  type AccessToken,
  insertAccessToken,
  type ListedAccessToken,
  listAccessTokensWithOrigin,
  listIssuedByPeople,
  listAccessTokens as queryAccessTokens,
  setAccessTokenExpiry,
  revokeAccessToken as writeRevocation,
} from "@/lib/db/access-tokens";
import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import { everyScope } from "@/lib/directory/scope";
import { accessTokenPrefix, createAccessToken, hashToken } from "@/lib/secrets";
import { readTokenScopes } from "./access-fields";
import { type FoundScimClient, holdScimClient, requireScimClient } from "./require-scim-client";
import { accept, actInTransaction, type Result, refuse } from "./result";

export const maximumLiveTokens = 2;
const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;

export type AccessTokenState = "live" | "expired" | "revoked";

/** Whether the token still opens the door at `now`. */
export function readAccessTokenState(token: AccessToken, now: Date): AccessTokenState {
  if (token.revokedAt !== null) return "revoked";
  return token.expiresAt !== null && token.expiresAt <= now ? "expired" : "live";
}

export type IssuedToken = {
  /** Shown once; only its hash is kept. */
  readonly token: string;
  readonly issued: AccessToken;
  /** The tokens that were live before. */
  readonly older: readonly AccessToken[];
};

export type NewTokenOptions = {
  /** When the token ends by itself; absent: never. */
  readonly expiresInDays?: number;
  /** What it may do; absent: all that its client may. */
  readonly scopes?: readonly string[];
};

/**
 * Issues a token in the caller's transaction, in which the client is new or held: a third live one is refused, so that
 * nobody loses sight of who holds a key.
 */
export async function issueAccessTokenIn(
  db: Queries,
  actor: Actor,
  { client, organization }: FoundScimClient,
  options: NewTokenOptions,
): Promise<Result<IssuedToken>> {
  const now = new Date();
  const older = await listLiveTokens(db, client.id, now);
  if (older.length >= maximumLiveTokens) {
    const names = older.map((token) => `…${token.lastFour}`).join(" and ");
    return refuse(
      `The SCIM client "${client.name}" has two live tokens already, ${names}. Revoke the one that is no longer used, then issue a new one.`,
    );
  }
  const token = createAccessToken();
  const issued = await insertAccessToken(db, {
    scimClientId: client.id,
    ...describeToken(token),
    ...(actor.kind === "person" ? { createdById: actor.id } : {}),
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
    ...(options.expiresInDays === undefined
      ? {}
      : { expiresAt: new Date(now.getTime() + options.expiresInDays * dayMs) }),
  });
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action: "accessToken.issued",
    subject: client.name,
    details: {
      id: issued.id,
      lastFour: issued.lastFour,
      scopes: [...issued.scopes],
      expiresAt: issued.expiresAt?.toISOString() ?? null,
    },
  });
  return accept({ token, issued, older });
}

/** The tokens that people issued and that still open the door, the oldest first. */
export async function listLiveTokens(db: Queries, scimClientId: string, now: Date): Promise<readonly AccessToken[]> {
  const tokens = await listIssuedByPeople(db, scimClientId);
  return tokens.filter((token) => readAccessTokenState(token, now) === "live");
}

/** What is stored of a token: its hash, and so few of its characters that a short one is not given away. */
export function describeToken(token: string) {
  const shown = Math.min(4, Math.floor(token.length / 4));
  const prefix = token.startsWith(accessTokenPrefix) ? accessTokenPrefix : "";
  return { hash: new Uint8Array(hashToken(token)), prefix, lastFour: shown === 0 ? "" : token.slice(-shown) };
}

/** A SCIM client with every access token it ever had, the oldest first. */
export async function listAccessTokens(
  database: Database,
  subdomain: string,
  clientName: string,
): Promise<Result<FoundScimClient & { readonly tokens: readonly ListedAccessToken[] }>> {
  const found = await requireScimClient(database.prisma, subdomain, clientName);
  if (!found.ok) return found;
  return accept({ ...found.value, tokens: await listAccessTokensWithOrigin(database.prisma, found.value.client.id) });
}

/**
 * Issues a token beside the one in use.
 *
 * @param options.scopes some of the client's scopes, or `scim` for all that the client has, which is the default
 */
export async function issueAccessToken(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  options: NewTokenOptions,
): Promise<Result<FoundScimClient & IssuedToken>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const scopes = readTokenScopes(options.scopes ?? [everyScope], found.value.client);
    if (!scopes.ok) return scopes;
    const issued = await issueAccessTokenIn(db, actor, found.value, { ...options, scopes: scopes.value });
    return issued.ok ? accept({ ...found.value, ...issued.value }) : issued;
  });
}

/**
 * Issues a token that may do what the one in use may, and lets that one end by itself.
 *
 * @param options.expireOlderInHours when the older token ends; absent: not before it is revoked
 */
export async function rotateAccessToken(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  options: Omit<NewTokenOptions, "scopes"> & { readonly expireOlderInHours?: number },
): Promise<Result<FoundScimClient & IssuedToken>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const inUse = (await listLiveTokens(db, found.value.client.id, new Date())).at(-1);
    const scopes = inUse?.scopes ?? [everyScope];
    const issued = await issueAccessTokenIn(db, actor, found.value, { ...options, scopes });
    if (!issued.ok) return issued;
    const { expireOlderInHours } = options;
    const older =
      expireOlderInHours === undefined
        ? issued.value.older
        : await endTokensIn(db, actor, found.value, issued.value.older, expireOlderInHours);
    return accept({ ...found.value, ...issued.value, older });
  });
}

/** Lets tokens end by themselves in the caller's transaction, none later than it would have. */
export async function endTokensIn(
  db: Queries,
  actor: Actor,
  { client, organization }: FoundScimClient,
  tokens: readonly AccessToken[],
  hours: number,
): Promise<readonly AccessToken[]> {
  const end = new Date(Date.now() + hours * hourMs);
  const ending: AccessToken[] = [];
  for (const token of tokens) {
    const expiresAt = token.expiresAt !== null && token.expiresAt < end ? token.expiresAt : end;
    await setAccessTokenExpiry(db, token.id, expiresAt);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "accessToken.expirySet",
      subject: client.name,
      details: { id: token.id, lastFour: token.lastFour, expiresAt: expiresAt.toISOString() },
    });
    ending.push({ ...token, expiresAt });
  }
  return ending;
}

/** Ends a token at once. `liveLeft` tells how many the client has then: with none, it is locked out. */
export async function revokeAccessToken(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  wanted: { readonly id: string } | { readonly lastFour: string },
): Promise<Result<FoundScimClient & { readonly revoked: AccessToken; readonly liveLeft: number }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const now = new Date();
    const tokens = await queryAccessTokens(db, found.value.client.id);
    const live = tokens.filter((token) => readAccessTokenState(token, now) === "live");
    const chosen = chooseToken(found.value, tokens, live, wanted);
    if (!chosen.ok) return chosen;
    await writeRevocation(db, chosen.value.id, now);
    await insertAuditEvent(db, {
      actor,
      organizationId: found.value.organization.id,
      action: "accessToken.revoked",
      subject: found.value.client.name,
      details: { id: chosen.value.id, lastFour: chosen.value.lastFour },
    });
    return accept({ ...found.value, revoked: { ...chosen.value, revokedAt: now }, liveLeft: live.length - 1 });
  });
}

function chooseToken(
  { client }: FoundScimClient,
  tokens: readonly AccessToken[],
  live: readonly AccessToken[],
  wanted: { readonly id: string } | { readonly lastFour: string },
): Result<AccessToken> {
  const isWanted = (token: AccessToken) =>
    "id" in wanted ? token.id === wanted.id : token.lastFour === wanted.lastFour;
  const name = "id" in wanted ? `with the id ${wanted.id}` : `ending in "${wanted.lastFour}"`;
  const candidates = live.filter(isWanted);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) {
    return accept(only);
  }
  if (candidates.length > 1) {
    const ids = candidates.map((token) => token.id).join(" and ");
    return refuse(`Two live tokens of "${client.name}" are ${name}. Name one by its id: ${ids}.`);
  }
  const ended = tokens.find(isWanted);
  if (ended !== undefined) {
    return refuse(
      `The token ${name} of "${client.name}" ${ended.revokedAt === null ? "has expired" : "is revoked"} already.`,
    );
  }
  const others = live.map((token) => `…${token.lastFour}`).join(", ");
  const available = others === "" ? "It has no live tokens." : `Its live tokens: ${others}.`;
  return refuse(`"${client.name}" has no token ${name}. ${available}`);
}
