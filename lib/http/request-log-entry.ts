import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import type { WordHash } from "@/lib/db/request-words";
import type { ScimError } from "@/lib/scim/errors";
import { shortenBulkBody } from "./bulk-log-body";
import type { Exchange } from "./exchange";
import { finishLogEntry, type UnfinishedEntry } from "./finish-log-entry";
import { maskAccessTokens, redactBodyText, redactDetail, redactQuery } from "./redact";
import { readRequestAgent } from "./request-agent";
import { decideAction, decideOutcome } from "./request-outcome";

const maxPathLength = 16 * 1024;
const maxLeniencies = 100;
const maxEffects = 50;
const maxLabelLength = 200;

/**
 * The row of the request log for a request that has been answered.
 *
 * @param responseBody as it was sent
 * @param hashes of the words of each organization
 */
export function describeExchange(
  exchange: Exchange,
  status: number,
  responseBody: string | undefined,
  hashes: (organizationId: string) => WordHash,
): RequestLogEntry {
  const { credential, hostOrganization, record } = exchange;
  const organization = credential?.client.organization ?? hostOrganization;
  const level = credential?.redaction ?? hostOrganization?.redaction ?? "full";
  const names = [record.subject ?? "", ...record.names, ...record.effects.map(({ label }) => label)];
  const known = [...new Set(names)].filter((name) => name !== "").map(maskAccessTokens);
  const entry = createEntry(exchange, status, responseBody);
  return finishLogEntry(entry, known, level, organization && hashes(organization.id));
}

function createEntry(exchange: Exchange, status: number, responseBody: string | undefined): UnfinishedEntry {
  const { route, credential, error, url, record, leniencies, userAgent } = exchange;
  const client = credential?.client;
  // A refusal is told by its status, scimType and detail, and a discovery document is always the same. The answer to a
  // Bulk holds what became of its operations.
  const isBulk = route?.operation === "bulk";
  const isAboutResources = route?.resourceType !== undefined || isBulk;
  const isWorthKeeping = responseBody !== undefined && error === undefined && isAboutResources;
  const effects = record.effects.slice(0, maxEffects);
  const hasRefusals = leniencies.some(({ name }) => name === "bulkRefusals");
  const noted = new Map(leniencies.map(({ name, detail }) => [detail, name]));
  const remarks = [...noted].slice(0, maxLeniencies);
  return {
    id: exchange.id,
    organizationId: client?.organization.id ?? exchange.hostOrganization?.id,
    scimClientId: client?.id,
    at: exchange.startedAt,
    durationMs: performance.now() - exchange.startedMs,
    method: exchange.request.method,
    path: maskAccessTokens(redactQuery(pathBelowBase(url.pathname), url.search)).slice(0, maxPathLength),
    operation: route?.words,
    resourceType: route?.resourceType,
    resourceId: mask(exchange.resourceId?.slice(0, 200)),
    status,
    scimType: error?.scimType,
    detail: error === undefined ? undefined : maskAccessTokens(describeRefusal(error)),
    // A write that is tried again, or many members alike, make the same remark again.
    leniencies: remarks.map(([detail]) => detail),
    leniencyNames: remarks.map(([, name]) => name),
    remoteAddress: exchange.remoteAddress,
    userAgent,
    outcome: decideOutcome(route, record.effects, { status, isAdmitted: exchange.isAdmitted, hasRefusals }),
    action: decideAction(route, record.effects),
    label: mask(describeSubject(exchange)?.slice(0, maxLabelLength)),
    effects: effects.map((effect) => ({ ...effect, label: maskAccessTokens(effect.label).slice(0, maxLabelLength) })),
    agent: credential?.forSimulator ? "simulator" : readRequestAgent(userAgent, client?.preset),
    tokenId: credential?.tokenId,
    tokenLastFour: credential?.lastFour,
    trace: exchange.trace,
    options: record.usedOptions,
    requestBody: mask(exchange.requestBody),
    responseBody: isWorthKeeping
      ? maskAccessTokens(redactBodyText(isBulk ? shortenBulkBody(responseBody) : responseBody))
      : undefined,
  };
}

/** Whom or what a request is about: of a list, what it asks for. */
function describeSubject({ route, url, record }: Exchange): string | undefined {
  const [first, ...others] = record.effects;
  if (first !== undefined) return others.length === 0 ? first.label : `${first.label} and ${others.length} more`;
  if (route?.operation === "bulk") return undefined;
  const query = redactQuery("", url.search);
  return new URLSearchParams(query).get("filter") ?? record.subject;
}

function mask(text: string | undefined): string | undefined {
  return text === undefined ? undefined : maskAccessTokens(text);
}

/** What a filter or a path held is quoted in the refusal; advice about access tokens quotes nothing of theirs. */
function describeRefusal({ kind, message }: ScimError): string {
  return kind === "invalidFilter" || kind === "invalidPath" ? redactDetail(message) : message;
}

function pathBelowBase(pathname: string): string {
  const base = "/scim/v2";
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
}
