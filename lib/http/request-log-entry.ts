import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import type { ScimError } from "@/lib/scim/errors";
import { shortenBulkBody } from "./bulk-log-body";
import type { Exchange } from "./exchange";
import { maskAccessTokens, redactBodyText, redactDetail, redactQuery } from "./redact";

const maxPathLength = 16 * 1024;
const maxLeniencies = 100;

/**
 * The row of the request log for a request that has been answered.
 *
 * @param responseBody as it was sent
 */
export function describeExchange(
  exchange: Exchange,
  status: number,
  responseBody: string | undefined,
): RequestLogEntry {
  const { route, client, error, url } = exchange;
  // A refusal is told by its status, scimType and detail, and a discovery document is always the same. The answer to a
  // Bulk holds what became of its operations.
  const isBulk = route?.operation === "bulk";
  const isAboutResources = route?.resourceType !== undefined || isBulk;
  const isWorthKeeping = responseBody !== undefined && error === undefined && isAboutResources;
  return {
    id: exchange.id,
    organizationId: client?.organization.id ?? exchange.hostOrganizationId,
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
    leniencies: [...new Set(exchange.leniencies.map(({ detail }) => detail))].slice(0, maxLeniencies),
    remoteAddress: exchange.remoteAddress,
    userAgent: exchange.userAgent,
    requestBody: mask(exchange.requestBody),
    responseBody: isWorthKeeping
      ? maskAccessTokens(redactBodyText(isBulk ? shortenBulkBody(responseBody) : responseBody))
      : undefined,
  };
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
