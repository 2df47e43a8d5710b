import { v7 as createUuid } from "uuid";
import type { ClientDirectory } from "@/lib/db/client-directory";
import { isDatabaseAway } from "@/lib/db/database-away";
import type { RequestLog } from "@/lib/db/request-log-writer";
import type { TokenUsage } from "@/lib/db/token-usage";
import type { DirectoryStore } from "@/lib/directory/directory-store";
import type { ScimClient } from "@/lib/directory/scim-client";
import { log } from "@/lib/log";
import { ScimError } from "@/lib/scim/errors";
import type { JsonValue } from "@/lib/scim/json";
import { authenticate } from "./authenticate";
import { formatBaseUrl } from "./base-url";
import { beginExchange, type Exchange } from "./exchange";
import { readHostSubdomain } from "./host-organization";
import { redactBodyText, redactUnreadableBody } from "./redact";
import { describeExchange } from "./request-log-entry";
import { answerServiceProviderConfig, runOperation } from "./scim-operations";
import { checkAccept, checkContentType, checkUrlLength, parseBody, readBodyText } from "./scim-request";
import { type ScimAnswer, writeAnswer } from "./scim-response";
import { matchRoute, type ScimRoute } from "./scim-routes";

export type ScimEndpointParts = {
  readonly store: DirectoryStore;
  readonly clients: ClientDirectory;
  readonly requestLog: Pick<RequestLog, "write">;
  readonly tokenUsage: Pick<TokenUsage, "record">;
  /** ROSTER_URL: what every URL that is sent begins with, whatever the Host header says. */
  readonly rosterUrl: string;
  readonly trustedProxyHops: number;
};

/** What the mount knows about the connection and the request does not say. */
export type Connection = { readonly remoteAddress?: string | undefined };

export type ScimEndpoint = (request: Request, connection: Connection) => Promise<Response>;

const pausedRetrySeconds = 300;
const databaseAwayRetrySeconds = 30;

/**
 * The SCIM endpoint: everything below /scim, on web-standard types, so that it can be mounted anywhere. It answers every
 * request in SCIM's own form, never rejects, and logs each.
 *
 * @see RFC 7644 §3
 */
export function createScimEndpoint(parts: ScimEndpointParts): ScimEndpoint {
  const rosterUrl = new URL(parts.rosterUrl);
  const baseUrl = formatBaseUrl(parts.rosterUrl);

  /** The steps of a request, in their order. Whatever is wrong is thrown. */
  async function answerRequest(exchange: Exchange): Promise<ScimAnswer> {
    const { request, url } = exchange;
    const match = matchRoute(request.method, url.pathname, baseUrl);
    if (match.kind === "options") return { status: 204, headers: { Allow: match.allow } };
    if (match.kind === "route") {
      exchange.route = match.route;
      exchange.resourceId = match.route.resourceType === undefined || match.id === "" ? undefined : match.id;
    }

    const client = await identifyClient(exchange);
    if (client === undefined) return answerServiceProviderConfig(url.searchParams, baseUrl);
    if (client.state === "paused") throw createPausedError(client);
    if (match.kind === "refused") throw match.error;
    checkUrlLength(request.url);
    // A deletion has no body that a client could fail to read.
    if (request.method !== "DELETE") checkAccept(request.headers);

    const { route, id } = match;
    const { leniencies } = exchange;
    const directory = { id: exchange.id, store: parts.store, client, baseUrl, leniencies };
    const readBody = () => readRequestBody(exchange, route);
    const result = await runOperation({ route, id, searchParams: url.searchParams, readBody, directory });
    exchange.resourceId ??= result.resourceId;
    return result;
  }

  /** The SCIM client that asks; undefined for a stranger who may ask this. @throws ScimError unauthorized */
  async function identifyClient(exchange: Exchange): Promise<ScimClient | undefined> {
    const { request, startedAt } = exchange;
    const authentication = await authenticate(request.headers, parts.clients, rosterUrl.hostname, startedAt);
    if (authentication.kind === "authenticated") {
      const { client, tokenId } = authentication.credential;
      exchange.client = client;
      const { remoteAddress, userAgent } = exchange;
      parts.tokenUsage.record({ tokenId, at: startedAt, remoteAddress, userAgent });
      return client;
    }
    if (authentication.kind === "anonymous" && exchange.route?.anonymous === true) return undefined;
    if (authentication.kind === "refused") exchange.client = authentication.client;
    // The owners of the organization that was called should see the refusal, though nobody knows who called.
    const subdomain = readHostSubdomain(request.headers.get("host"), rosterUrl.hostname);
    if (exchange.client === undefined && subdomain !== undefined) {
      exchange.hostOrganizationId = await parts.clients.findOrganizationId(subdomain);
    }
    throw authentication.error;
  }

  return async (request, connection) => {
    const exchange = beginExchange(createUuid(), request, connection.remoteAddress, parts.trustedProxyHops);
    const answer = await answerRequest(exchange).catch((error: unknown) => {
      const refusal = toScimError(error, exchange.id);
      exchange.error = refusal;
      return { status: refusal.status, body: refusal.toBody(), headers: refusal.headers };
    });
    const { response, bodyText } = writeAnswer(answer, exchange.id, request.method);
    parts.requestLog.write(describeExchange(exchange, answer.status, bodyText));
    return response;
  };
}

async function readRequestBody(exchange: Exchange, route: ScimRoute): Promise<JsonValue> {
  checkContentType(exchange.request.headers);
  const text = await readBodyText(exchange.request, route.bodyLimitBytes ?? 0);
  exchange.requestBody = redactUnreadableBody(text);
  const body = parseBody(text);
  exchange.requestBody = redactBodyText(JSON.stringify(body));
  return body;
}

/** The identity provider tries again later, so that nothing is lost while its client is paused. */
function createPausedError(client: ScimClient): ScimError {
  const detail = `The SCIM client "${client.name}" is paused in Roster: nothing was changed. Try again after an owner has resumed it.`;
  return new ScimError("unavailable", detail, { "Retry-After": String(pausedRetrySeconds) });
}

/** What the client is told of an error: of ours, never more than where to look. */
function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isDatabaseAway(error)) {
    log.error("The database could not be reached for a SCIM request.", { requestId, reason });
    const detail = `Roster cannot reach its database at the moment: nothing was changed. Try again later. (Request ${requestId})`;
    return new ScimError("unavailable", detail, { "Retry-After": String(databaseAwayRetrySeconds) });
  }
  log.error("A SCIM request failed.", { requestId, reason });
  const detail = `Roster failed to answer this request: that is a fault of Roster, not of the request. Its operator finds the cause in the log under the request id ${requestId}.`;
  return new ScimError("internal", detail);
}
