import type { RequestFilter } from "@/lib/db/request-filter";
import { nilUuid } from "@/lib/db/request-log-insert";
import { createWordHashes, createWordQuery, type WordHash } from "@/lib/db/request-words";
import { isUuid } from "@/lib/db/uuid";
import { readEnvironment } from "@/lib/env";
import type { RequestOutcome } from "@/lib/explain/logged-exchange";
import { accessTokenPrefix, clientSecretPrefix, ensureKeptSecret } from "@/lib/secrets";
import type { ActivityQuery } from "./activity-query";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const rangeMs = { "1h": hourMs, "24h": dayMs, "7d": 7 * dayMs, "30d": 30 * dayMs, "90d": 90 * dayMs } as const;
/** How wide the bars of the histogram may be. */
const barWidths = [1, 2, 5, 15, 60, 180, 360, 1440, 4320, 10_080, 43_200].map((minutes) => minutes * minuteMs);
const mostBars = 36;

/** What changed something, or should have. */
const notable: readonly RequestOutcome[] = ["changed", "refused", "failed"];

/** What an address asks for, made ready for the database. */
export type ResolvedQuery = {
  readonly filter: RequestFilter & { readonly from: Date; readonly until: Date };
  /** Whether new requests belong to it. */
  readonly isOpen: boolean;
  readonly barMs: number;
  /** Whether requests have to be counted row by row. */
  readonly isCountedByRow: boolean;
};

/**
 * The times are widened to whole bars, so that the list, its counts and its histogram agree.
 *
 * @param hashes by which masked words are found
 */
export function resolveActivityQuery(
  query: ActivityQuery,
  now: Date,
  hashes: () => readonly WordHash[],
): ResolvedQuery {
  const { from: begin, until: end } = query;
  const isOpen = end === undefined;
  const last = isOpen ? now : new Date(end);
  const first = begin === undefined ? new Date(last.getTime() - rangeMs[query.range]) : new Date(begin);
  const span = Math.max(minuteMs, last.getTime() - first.getTime());
  const barMs = barWidths.find((width) => span / width <= mostBars) ?? 43_200 * minuteMs;
  const grainMs = Math.min(barMs, hourMs);
  const from = new Date(Math.floor(first.getTime() / grainMs) * grainMs);
  const until = new Date(Math.ceil((last.getTime() + (isOpen ? 1 : 0)) / grainMs) * grainMs);
  const words = readText(query.text, hashes);
  const filter = {
    from,
    until,
    ...readOutcomes(query),
    ...(query.action === undefined ? {} : { action: query.action }),
    ...(query.client === undefined ? {} : { scimClientId: query.client === "none" ? nilUuid : query.client }),
    ...(query.agent === undefined ? {} : { agent: query.agent }),
    ...(query.status === undefined ? {} : { statusClass: Number(query.status) }),
    ...(query.resource === undefined ? {} : { resourceId: query.resource }),
    ...words,
  };
  const isCountedByRow = barMs < hourMs || query.resource !== undefined || words.words !== undefined;
  return { filter, isOpen, barMs, isCountedByRow };
}

function readOutcomes({ outcome, view }: ActivityQuery): { readonly outcomes?: readonly RequestOutcome[] } {
  if (outcome !== undefined) return { outcomes: [outcome] };
  return view === "changes" ? { outcomes: notable } : {};
}

/** Secrets are looked for nowhere. */
function readText(
  text: string | undefined,
  hashes: () => readonly WordHash[],
): { readonly words?: string; readonly requestId?: string } {
  if (text === undefined || text.includes(accessTokenPrefix) || text.includes(clientSecretPrefix)) return {};
  const words = createWordQuery(text, hashes());
  if (words === undefined) return {};
  const id = text.toLowerCase();
  return isUuid(id) ? { words, requestId: id } : { words };
}

/** By which the words of masked rows of an organization are found. */
export function readWordHashes(organizationId: string): readonly WordHash[] {
  const { dataDir, secret = ensureKeptSecret(dataDir) } = readEnvironment();
  return [createWordHashes(secret)(organizationId)];
}
