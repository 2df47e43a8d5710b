import { findNames } from "@/lib/db/change-history";
import {
  countActiveOwners,
  countPutOff,
  findCreation,
  findPause,
  findPersonByUserName,
  findTokenLife,
  isPaused,
} from "@/lib/db/explanation-facts";
import type { Database } from "@/lib/db/pool";
import type { Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import type { ExplanationContext } from "@/lib/explain/card";
import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import { readTakenName, removedMembers } from "@/lib/explain/read-facts";

/** As long after a creation the same one again is taken for a repetition. */
const repetitionMs = 10_000;
/** More names than a card shows. */
const mostNames = 25;

/**
 * Looks up what the explanation of one request speaks of besides the request: today's state of the organization, only as far
 * as its cards can need it. Most requests need nothing.
 *
 * @param baseUrl what identity providers are to call
 */
export async function loadExplanationContext(
  access: { readonly database: Pick<Database, "pool" | "prisma">; readonly organization: Organization },
  exchange: LoggedExchange,
  baseUrl: string,
): Promise<ExplanationContext> {
  const { database, organization } = access;
  const { prisma: db } = database;
  const [names, taken, token, pause, activeOwners] = await Promise.all([
    loadNames(database, organization.id, exchange),
    loadTaken(db, organization.id, exchange),
    loadToken(db, organization.id, exchange),
    loadPause(db, organization.id, exchange),
    /last active owner/.test(exchange.detail ?? "") ? countActiveOwners(db, organization.id) : undefined,
  ]);
  return {
    baseUrl,
    allowedEmailDomains: organization.allowedEmailDomains,
    ...(names === undefined ? {} : { names }),
    ...taken,
    ...(token === undefined ? {} : { token }),
    ...(pause === undefined ? {} : { pause }),
    ...(activeOwners === undefined ? {} : { activeOwners }),
  };
}

async function loadNames(database: Pick<Database, "pool">, organizationId: string, exchange: LoggedExchange) {
  const ids = exchange.changes.flatMap(removedMembers).slice(0, mostNames);
  if (ids.length === 0) return undefined;
  const found = await findNames(database, organizationId, ids);
  return new Map([...found].map(([id, { name }]) => [id, name]));
}

/** Who has the userName that was asked for, and whether the same client had just made them. */
async function loadTaken(
  db: Queries,
  organizationId: string,
  exchange: LoggedExchange,
): Promise<Pick<ExplanationContext, "existing" | "earlier">> {
  const userName = readTakenName(exchange);
  if (exchange.scimType !== "uniqueness" || exchange.resourceType !== "User" || userName === undefined) return {};
  const existing = await findPersonByUserName(db, organizationId, userName);
  if (existing === undefined) return {};
  const { client, method, at } = exchange;
  if (client === undefined || method !== "POST") return { existing };
  const asked = { organizationId, scimClientId: client.id, userId: existing.id };
  const creation = await findCreation(db, asked, at, repetitionMs);
  if (creation === undefined) return { existing };
  const secondsBefore = Math.max(1, Math.round((at.getTime() - creation.at.getTime()) / 1000));
  return { existing, earlier: { id: creation.id, secondsBefore } };
}

async function loadToken(db: Queries, organizationId: string, { token, outcome }: LoggedExchange) {
  if (token === undefined || outcome !== "refused") return undefined;
  const found = await findTokenLife(db, organizationId, token.id);
  if (found === undefined) return undefined;
  const { lastFour, expiresAt, revokedAt } = found;
  return {
    lastFour,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(revokedAt === null ? {} : { revokedAt }),
  };
}

async function loadPause(db: Queries, organizationId: string, { client, status, detail = "", at }: LoggedExchange) {
  if (client === undefined || status !== 503 || !/is paused/.test(detail)) return undefined;
  const isOver = (await isPaused(db, organizationId, client.id)) === false;
  const pause = await findPause(db, organizationId, client.name, at);
  if (pause === undefined) return { isOver };
  const refused = await countPutOff(db, organizationId, client.id, pause.at);
  return { isOver, since: pause.at, refused, ...(pause.by === undefined ? {} : { by: pause.by }) };
}
