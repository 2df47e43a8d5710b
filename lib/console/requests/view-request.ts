import { findNames } from "@/lib/db/change-history";
import { listChangesOfRequest } from "@/lib/db/request-changes";
import { findRequestRow, listRequestRows } from "@/lib/db/request-list";
import { isUuid } from "@/lib/db/uuid";
import type { Card } from "@/lib/explain/card";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { explainExchange } from "@/lib/explain/explain-exchange";
import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import type { Sentence } from "@/lib/explain/sentence";
import type { Access } from "../access";
import { loadExplanationContext } from "../explanation-context";
import { getScimBaseUrl } from "../setup-page";
import { createExchange } from "./create-exchange";
import { writeCurlCommand } from "./curl-command";
import { listMemberIds, type ShownChange, showChange } from "./show-change";
import { listTraceLines, type TraceLine } from "./trace-words";
import { type ActivityRow, createActivityRow } from "./view-activity";

/** One request with all that is known of it. */
export type RequestView = {
  readonly exchange: LoggedExchange;
  readonly sentence: Sentence;
  readonly changes: readonly ShownChange[];
  /** Whether there are more changes than are shown. */
  readonly hasMoreChanges: boolean;
  readonly cards: readonly Card[];
  readonly trace: readonly TraceLine[];
  readonly curl: string;
  /** The person or group that it is about, where it is one. */
  readonly resourceId: string | undefined;
  /** The requests about the same person or group just after and just before this one, the latest first. */
  readonly later: readonly ActivityRow[];
  readonly earlier: readonly ActivityRow[];
};

const mostChanges = 50;
const neighbours = 5;

/** The request of a page's address; undefined for what is no id, and for another organization's request. */
export async function viewRequest(access: Access, id: string): Promise<RequestView | undefined> {
  const { database, organization } = access;
  const row = isUuid(id) ? await findRequestRow(database, organization.id, id) : undefined;
  if (row === undefined) return undefined;
  const request = { id, at: row.at, durationMs: row.duration_ms };
  const found = await listChangesOfRequest(database, organization.id, request, mostChanges + 1);
  const changes = found.slice(0, mostChanges);
  const exchange = createExchange(row, changes);
  const resourceId = findSubject(exchange);
  const baseUrl = getScimBaseUrl();
  const [context, names, later, earlier] = await Promise.all([
    loadExplanationContext(access, exchange, baseUrl),
    findNames(database, organization.id, changes.flatMap(listMemberIds)),
    listNeighbours(access, resourceId, { after: id }),
    listNeighbours(access, resourceId, { before: id }),
  ]);
  return {
    exchange,
    sentence: describeExchange(exchange),
    changes: changes.map((change) => showChange(change, names)),
    hasMoreChanges: found.length > mostChanges,
    cards: explainExchange(exchange, context),
    trace: listTraceLines(exchange.trace),
    curl: writeCurlCommand(exchange, baseUrl),
    resourceId,
    later,
    earlier,
  };
}

function findSubject({ resourceId, effects }: LoggedExchange): string | undefined {
  if (resourceId !== undefined && isUuid(resourceId)) return resourceId;
  const ids = new Set(effects.map((effect) => effect.resourceId));
  return ids.size === 1 ? [...ids][0] : undefined;
}

async function listNeighbours(
  { database, organization }: Access,
  resourceId: string | undefined,
  position: { readonly before?: string; readonly after?: string },
): Promise<readonly ActivityRow[]> {
  if (resourceId === undefined) return [];
  const page = { ...position, limit: neighbours };
  return (await listRequestRows(database, organization.id, { resourceId }, page)).map(createActivityRow);
}
