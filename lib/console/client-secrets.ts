import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import {
  type ClientSecret,
  insertClientSecret,
  listClientSecrets as queryClientSecrets,
  revokeClientSecret as writeRevocation,
} from "@/lib/db/client-secrets";
import type { Database } from "@/lib/db/pool";
import { createClientSecret, hashToken } from "@/lib/secrets";
import { type FoundScimClient, holdScimClient, requireScimClient } from "./require-scim-client";
import { accept, actInTransaction, type Result, refuse } from "./result";

const dayMs = 24 * 60 * 60 * 1000;
/** Enough for several that use one client to change over one by one, and so few that a person knows them. */
const maximumLiveSecrets = 10;

export type ClientSecretState = "live" | "expired" | "revoked";

/** Whether the secret still gets tokens at `now`. */
export function readClientSecretState(secret: ClientSecret, now: Date): ClientSecretState {
  if (secret.revokedAt !== null) return "revoked";
  return secret.expiresAt !== null && secret.expiresAt <= now ? "expired" : "live";
}

/** A SCIM client with every secret it ever had, the oldest first. */
export async function listClientSecrets(
  database: Database,
  subdomain: string,
  clientName: string,
): Promise<Result<FoundScimClient & { readonly secrets: readonly ClientSecret[] }>> {
  const found = await requireScimClient(database.prisma, subdomain, clientName);
  if (!found.ok) return found;
  return accept({ ...found.value, secrets: await queryClientSecrets(database.prisma, found.value.client.id) });
}

/** Issues a secret beside those in use. It is returned here and never again. */
export async function issueClientSecret(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  options: { readonly expiresInDays: number },
): Promise<Result<FoundScimClient & { readonly secret: string; readonly issued: ClientSecret }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const { client, organization } = found.value;
    const now = new Date();
    const secrets = await queryClientSecrets(db, client.id);
    const live = secrets.filter((secret) => readClientSecretState(secret, now) === "live");
    if (live.length >= maximumLiveSecrets) {
      return refuse(
        `The SCIM client "${client.name}" has ${live.length} live secrets already. Revoke one that is no longer used, then issue a new one.`,
      );
    }
    const secret = createClientSecret();
    const issued = await insertClientSecret(db, {
      scimClientId: client.id,
      hash: new Uint8Array(hashToken(secret)),
      lastFour: secret.slice(-4),
      expiresAt: new Date(now.getTime() + options.expiresInDays * dayMs),
    });
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "clientSecret.issued",
      subject: client.name,
      details: { id: issued.id, lastFour: issued.lastFour, expiresAt: issued.expiresAt?.toISOString() ?? null },
    });
    return accept({ ...found.value, secret, issued });
  });
}

export type ClientSecretRevocation = FoundScimClient & {
  readonly revoked: ClientSecret;
  readonly liveLeft: number;
  /** How many live access tokens ended with it. */
  readonly endedTokens: number;
};

/** Ends a secret at once, and with it every token that it has given. */
export async function revokeClientSecret(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  wanted: { readonly id: string } | { readonly lastFour: string },
): Promise<Result<ClientSecretRevocation>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const now = new Date();
    const secrets = await queryClientSecrets(db, found.value.client.id);
    const chosen = chooseSecret(found.value.client.name, secrets, wanted);
    if (!chosen.ok) return chosen;
    const { id, lastFour } = chosen.value;
    const endedTokens = await writeRevocation(db, id, now);
    await insertAuditEvent(db, {
      actor,
      organizationId: found.value.organization.id,
      action: "clientSecret.revoked",
      subject: found.value.client.name,
      details: { id, lastFour, endedTokens },
    });
    const left = secrets.filter((secret) => secret.id !== id && readClientSecretState(secret, now) === "live");
    return accept({
      ...found.value,
      revoked: { ...chosen.value, revokedAt: now },
      liveLeft: left.length,
      endedTokens,
    });
  });
}

/** An expired secret may be revoked too: tokens that it gave in its last hour are still live. */
function chooseSecret(
  clientName: string,
  secrets: readonly ClientSecret[],
  wanted: { readonly id: string } | { readonly lastFour: string },
): Result<ClientSecret> {
  const name = "id" in wanted ? `with the id ${wanted.id}` : `ending in "${wanted.lastFour}"`;
  const matching = secrets.filter((secret) =>
    "id" in wanted ? secret.id === wanted.id : secret.lastFour === wanted.lastFour,
  );
  const candidates = matching.filter((secret) => secret.revokedAt === null);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return accept(only);
  if (candidates.length > 1) {
    const ids = candidates.map((secret) => secret.id).join(" and ");
    return refuse(`Several secrets of "${clientName}" are ${name}. Name one by its id: ${ids}.`);
  }
  if (matching.length > 0) return refuse(`The secret ${name} of "${clientName}" is revoked already.`);
  const others = secrets.filter((secret) => secret.revokedAt === null).map((secret) => `…${secret.lastFour}`);
  const available = others.length === 0 ? "It has none." : `It has: ${others.join(", ")}.`;
  return refuse(`"${clientName}" has no secret ${name}. ${available}`);
}
