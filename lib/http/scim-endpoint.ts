import type { ClientDirectory, Credential } from "@/lib/db/client-directory";
import type { RequestLog } from "@/lib/db/request-log-writer";
import { createWordHashes } from "@/lib/db/request-words";
import type { TokenUsage } from "@/lib/db/token-usage";
import { createId } from "@/lib/db/uuid";
import { findSubscriberNetwork } from "@/lib/directory/address-range";
import type { DirectoryStore } from "@/lib/directory/directory-store";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { noteOption } from "@/lib/directory/request-record";
import type { JsonValue } from "@/lib/scim/json";
import {
  createAddressError,
  createPausedError,
  createRateLimitError,
  createTooManyFailuresError,
} from "./admission-errors";
import { passAddress, passRateLimit, passScope, passState } from "./admission-trace";
import { authenticate } from "./authenticate";
import { formatBaseUrl } from "./base-url";
import { createClientRateLimit } from "./client-rate-limit";
import { beginExchange, type Exchange } from "./exchange";
import type { FailedAuthentications } from "./failed-authentications";
import { createListCursors } from "./list-cursor";
import { readPrecondition } from "./precondition";
import { redactBodyText, redactUnreadableBody } from "./redact";
import { createRefusalLog } from "./refusal-log";
import { describeExchange } from "./request-log-entry";
import { answerServiceProviderConfig, runOperation } from "./scim-operations";
import { checkAccept, checkContentType, checkUrlLength, parseBody, readBodyText } from "./scim-request";
import { type ScimAnswer, writeAnswer } from "./scim-response";
import { matchRoute, type ScimRoute } from "./scim-routes";
import { toScimError } from "./to-scim-error";
import { listTransportLeniencies } from "./transport-leniencies";

export type ScimEndpointParts = {
  readonly store: DirectoryStore;
  readonly clients: ClientDirectory;
  readonly requestLog: Pick<RequestLog, "write">;
  readonly tokenUsage: Pick<TokenUsage, "record">;
  readonly failedAuthentications: FailedAuthentications;
  /** ROSTER_URL: what every URL that is sent begins with, whatever the Host header says. */
  readonly rosterUrl: string;
  readonly trustedProxyHops: number;
  /** The secret of the installation. */
  readonly secret: string;
};

/** What the mount knows about the connection and the request does not say. */
export type Connection = { readonly remoteAddress?: string | undefined };

export type ScimEndpoint = (request: Request, connection: Connection) => Promise<Response>;

/**
 * The SCIM endpoint: everything below /scim, on web-standard types, so that it can be mounted anywhere. It answers every
 * request in SCIM's own form, never rejects, and logs each.
 *
 * @see RFC 7644 §3
 */
export function createScimEndpoint(parts: ScimEndpointParts): ScimEndpoint {
  const rosterUrl = new URL(parts.rosterUrl);
  const baseUrl = formatBaseUrl(parts.rosterUrl);
  const clientRateLimit = createClientRateLimit();
  const refusalLog = createRefusalLog("SCIM");
  const cursors = createListCursors(parts.secret);
  const hashes = createWordHashes(parts.secret);

  /** The steps of a request, in their order. Whatever is wrong is thrown. */
  async function answerRequest(exchange: Exchange): Promise<ScimAnswer> {
    const { request, url } = exchange;
    const match = matchRoute(request.method, url.pathname, baseUrl);
    if (match.kind === "options") return { status: 204, headers: { Allow: match.allow } };
    if (match.kind === "route") {
      exchange.route = match.route;
      exchange.resourceId = match.route.resourceType === undefined || match.id === "" ? undefined : match.id;
    }

    const credential = await identifyCaller(exchange);
    if (credential === undefined) return answerServiceProviderConfig(url.searchParams, baseUrl);
    exchange.leniencies.push(...listTransportLeniencies(request));
    await admitCaller(exchange, credential);
    if (match.kind === "refused") throw match.error;
    checkUrlLength(request.url);
    // A deletion has no body that a client could fail to read.
    if (request.method !== "DELETE") checkAccept(request.headers);

    const { route, id } = match;
    const { leniencies } = exchange;
    const { client, scopes } = credential;
    passScope(exchange.trace, route, scopes);
    exchange.isAdmitted = route.scope === undefined || scopes.includes(route.scope);
    const condition = readPrecondition(request.headers);
    const actor = { kind: "scimClient", id: client.id } as const;
    const { id: requestId, record } = exchange;
    const asked = { id: requestId, store: parts.store, client, actor, scopes, baseUrl };
    const directory = { ...asked, leniencies, record, ...condition };
    const readBody = () => readRequestBody(exchange, route);
    const result = await runOperation({ route, id, searchParams: url.searchParams, readBody, directory, cursors });
    exchange.resourceId ??= result.resourceId;
    return result;
  }

  /**
   * The access token and the SCIM client that ask; undefined for a stranger who may ask this.
   *
   * @throws ScimError unauthorized, tooManyRequests
   */
  async function identifyCaller(exchange: Exchange): Promise<Credential | undefined> {
    const { request, startedAt, remoteAddress } = exchange;
    const { hostname } = rosterUrl;
    const authentication = await authenticate(request.headers, parts.clients, hostname, startedAt, exchange.trace);
    exchange.credential = authentication.credential;
    if (authentication.kind === "authenticated") return authentication.credential;
    if (authentication.kind === "anonymous" && exchange.route?.anonymous === true) return undefined;
    const waitSeconds = await parts.failedAuthentications.record(remoteAddress);
    if (waitSeconds !== undefined) throw createTooManyFailuresError(remoteAddress, waitSeconds, authentication.error);
    // The owners of the organization that was called should see the refusal, though nobody knows who called.
    if (exchange.credential === undefined) {
      const subdomain = readHostSubdomain(request.headers.get("host"), rosterUrl.hostname);
      // Without a database the refusal is still the answer.
      exchange.hostOrganization = await parts.clients.findOrganization(subdomain).catch(() => undefined);
    }
    throw authentication.error;
  }

  /** What stands between a valid access token and its operation. @throws ScimError forbidden, unavailable, tooManyRequests */
  async function admitCaller(exchange: Exchange, { tokenId, client }: Credential): Promise<void> {
    const { startedAt, remoteAddress, userAgent, trace } = exchange;
    if (!passAddress(trace, client, remoteAddress)) throw createAddressError(client, remoteAddress);
    parts.tokenUsage.record({ tokenId, at: startedAt, remoteAddress, userAgent });
    if (!passState(trace, client)) throw createPausedError(client);
    const waitSeconds = await clientRateLimit.record(client);
    passRateLimit(trace, client, waitSeconds);
    if (waitSeconds === undefined) return;
    noteOption(exchange.record, client.options, "rateLimit");
    throw createRateLimitError(client, waitSeconds);
  }

  /** A flood of requests that are refused for their number is no flood of rows. */
  async function isLogged({ error, credential, remoteAddress, leniencies }: Exchange): Promise<boolean> {
    if (error?.kind !== "tooManyRequests") return true;
    return await refusalLog.admit(
      credential?.client.id ?? findSubscriberNetwork(remoteAddress ?? "") ?? "",
      leniencies,
    );
  }

  return async (request, connection) => {
    const exchange = beginExchange(createId(), request, connection.remoteAddress, parts.trustedProxyHops);
    const answer = await answerRequest(exchange).catch((error: unknown) => {
      const refusal = toScimError(error, exchange.id);
      exchange.error = refusal;
      return { status: refusal.status, body: refusal.toBody(), headers: refusal.headers };
    });
    const { response, bodyText } = writeAnswer(answer, exchange.id, request.method);
    if (await isLogged(exchange)) parts.requestLog.write(describeExchange(exchange, answer.status, bodyText, hashes));
    return response;
  };
}

async function readRequestBody(exchange: Exchange, route: ScimRoute): Promise<JsonValue> {
  checkContentType(exchange.request.headers);
  const text = await readBodyText(exchange.request, route.bodyLimitBytes ?? 0);
  try {
    const body = parseBody(text);
    exchange.requestBody = redactBodyText(JSON.stringify(body));
    return body;
  } catch (error) {
    exchange.requestBody = redactUnreadableBody(text);
    throw error;
  }
}
