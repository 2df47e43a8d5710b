import {
  type ClientAccessEnd,
  type HourOfRequests,
  listAccessEnds,
  listHoursOfRequests,
  listRecentRequests,
  type RecentRequest,
} from "@/lib/db/client-traffic";
import { findLatestAct } from "@/lib/db/latest-act";
import type { ScimClientSettings } from "@/lib/db/scim-clients";
import { type Health, type HealthFacts, judgeHealth } from "@/lib/explain/judge-health";
import type { Access } from "./access";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const hoursOfDay = 24;
/** Requests closer together than this belong to one visit of the identity provider. */
const burstGapMs = 5 * minuteMs;
/** Enough to know how often an identity provider comes, and quickly read. */
const recentRequests = 200;
/** So many pauses between visits make a habit. */
const fewestGaps = 3;

/** How one SCIM client is, and what it did in the last day. */
export type ClientHealth = {
  readonly health: Health;
  readonly lastRequestAt: Date | undefined;
  /** How long it usually is between two visits; undefined while too few were seen. */
  readonly usualGapMs: number | undefined;
  /** The last 24 hours, the earliest first; the last one is not over yet. */
  readonly day: readonly { readonly hour: Date; readonly requests: number; readonly failed: number }[];
  /** When the last of its tokens and secrets ends; null: never, undefined: it has none. */
  readonly accessEndsAt: Date | null | undefined;
};

/** Judges the given SCIM clients of the open organization, by their ids. */
export async function judgeClients(
  { database, organization }: Access,
  clients: readonly ScimClientSettings[],
  now: Date,
): Promise<ReadonlyMap<string, ClientHealth>> {
  const firstHour = new Date(Math.floor(now.getTime() / hourMs) * hourMs - (hoursOfDay - 1) * hourMs);
  const [hours, recent, ends, pauses] = await Promise.all([
    listHoursOfRequests(database, organization.id, { since: firstHour }),
    listRecentRequests(database, organization.id, recentRequests),
    listAccessEnds(database, organization.id, now),
    Promise.all(
      clients.map(async ({ name, state }) =>
        state === "active"
          ? undefined
          : await findLatestAct(database.prisma, organization.id, { action: "scimClient.paused", subject: name }),
      ),
    ),
  ]);
  const belongsTo = (id: string) => (row: { readonly scimClientId: string }) => row.scimClientId === id;
  return new Map(
    clients.map((client, index) => [
      client.id,
      judgeClient(client, {
        now,
        firstHour,
        hours: hours.filter(belongsTo(client.id)),
        recent: recent.filter(belongsTo(client.id)),
        end: ends.find(belongsTo(client.id)),
        pausedAt: pauses[index],
      }),
    ]),
  );
}

type Traffic = {
  readonly now: Date;
  readonly firstHour: Date;
  readonly hours: readonly HourOfRequests[];
  /** The latest first. */
  readonly recent: readonly RecentRequest[];
  readonly end: ClientAccessEnd | undefined;
  readonly pausedAt: Date | undefined;
};

function judgeClient(client: ScimClientSettings, traffic: Traffic): ClientHealth {
  const { now, firstHour, hours, recent, end, pausedAt } = traffic;
  const day = Array.from({ length: hoursOfDay }, (_, index) => {
    const hour = new Date(firstHour.getTime() + index * hourMs);
    const counted = hours.find((row) => row.hour.getTime() === hour.getTime());
    return { hour, requests: counted?.requests ?? 0, failed: counted?.failed ?? 0 };
  });
  const denied = recent.filter((request) => request.status === 401 && request.at > new Date(now.getTime() - hourMs));
  const letIn = recent.filter(({ status }) => status !== 401 && status !== 503 && status !== 429);
  const bursts = splitIntoBursts(letIn);
  const lastRequestAt = letIn[0]?.at ?? end?.lastUsedAt ?? undefined;
  const usualGapMs = findUsualGap(bursts);
  const facts: HealthFacts = {
    now,
    name: client.name,
    preset: client.preset,
    state: client.state,
    pausedAt,
    refusedWhilePaused: recent.filter(({ status, at }) => status === 503 && pausedAt !== undefined && at > pausedAt)
      .length,
    lastRequestAt,
    usualGapMs,
    recent: countFailures(bursts[0] ?? []),
    day: {
      requests: day.reduce((sum, { requests }) => sum + requests, 0),
      failed: day.reduce((sum, { failed }) => sum + failed, 0),
    },
    denied: { count: denied.length, lastReason: denied[0]?.detail ?? undefined },
    tokensEndAt: end?.endsAt,
  };
  return { health: judgeHealth(facts), lastRequestAt, usualGapMs, day, accessEndsAt: end?.endsAt };
}

/** @param requests the latest first */
function splitIntoBursts(requests: readonly RecentRequest[]): readonly (readonly RecentRequest[])[] {
  const bursts: RecentRequest[][] = [];
  for (const request of requests) {
    const burst = bursts.at(-1);
    const earlier = burst?.at(-1);
    if (burst === undefined || earlier === undefined || earlier.at.getTime() - request.at.getTime() > burstGapMs) {
      bursts.push([request]);
    } else {
      burst.push(request);
    }
  }
  return bursts;
}

/** The median of the times from one burst's beginning to the next. */
function findUsualGap(bursts: readonly (readonly RecentRequest[])[]): number | undefined {
  const begins = bursts.flatMap((burst) => burst.at(-1)?.at.getTime() ?? []);
  const gaps = begins.slice(1).map((begin, index) => (begins[index] ?? begin) - begin);
  if (gaps.length < fewestGaps) return undefined;
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}

function countFailures(requests: readonly RecentRequest[]): { readonly requests: number; readonly failed: number } {
  return { requests: requests.length, failed: requests.filter(({ status }) => status >= 400).length };
}
