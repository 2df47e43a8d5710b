import {
  type AccessToken,
  insertAccessToken,
  listAccessTokens as queryAccessTokens,
  setAccessTokenExpiry,
  revokeAccessToken as writeRevocation,
} from "@/lib/db/access-tokens";
import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import { accessTokenPrefix, createAccessToken, hashToken } from "@/lib/secrets";
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

/**
 * Issues a token in the caller's transaction, in which the client is new or held: a third live one is refused, so that
 * nobody loses sight of who holds a key.
 */
export async function issueAccessTokenIn(
  db: Queries,
  actor: Actor,
  { client, organization }: FoundScimClient,
  options: { readonly expiresInDays?: number },
): Promise<Result<IssuedToken>> {
  const now = new Date();
  const older = (await queryAccessTokens(db, client.id)).filter((token) => readAccessTokenState(token, now) === "live");
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
    ...(options.expiresInDays === undefined
      ? {}
      : { expiresAt: new Date(now.getTime() + options.expiresInDays * dayMs) }),
  });
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action: "accessToken.issued",
    subject: client.name,
    details: { id: issued.id, lastFour: issued.lastFour, expiresAt: issued.expiresAt?.toISOString() ?? null },
  });
  return accept({ token, issued, older });
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
): Promise<Result<FoundScimClient & { readonly tokens: readonly AccessToken[] }>> {
  const found = await requireScimClient(database.prisma, subdomain, clientName);
  if (!found.ok) return found;
  return accept({ ...found.value, tokens: await queryAccessTokens(database.prisma, found.value.client.id) });
}

/**
 * Issues a token beside the one in use.
 *
 * @param options.expiresInDays when the new token ends by itself; absent: never
 * @param options.expireOlderInHours for rotating: when the older token ends by itself; absent: not before it is revoked
 */
export async function issueAccessToken(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  options: { readonly expiresInDays?: number; readonly expireOlderInHours?: number },
): Promise<Result<FoundScimClient & IssuedToken>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const issued = await issueAccessTokenIn(db, actor, found.value, options);
    if (!issued.ok || options.expireOlderInHours === undefined) {
      return issued.ok ? accept({ ...found.value, ...issued.value }) : issued;
    }
    const end = new Date(Date.now() + options.expireOlderInHours * hourMs);
    const older: AccessToken[] = [];
    for (const token of issued.value.older) {
      const expiresAt = token.expiresAt !== null && token.expiresAt < end ? token.expiresAt : end;
      await setAccessTokenExpiry(db, token.id, expiresAt);
      await insertAuditEvent(db, {
        actor,
        organizationId: found.value.organization.id,
        action: "accessToken.expirySet",
        subject: found.value.client.name,
        details: { id: token.id, lastFour: token.lastFour, expiresAt: expiresAt.toISOString() },
      });
      older.push({ ...token, expiresAt });
    }
    return accept({ ...found.value, ...issued.value, older });
  });
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
