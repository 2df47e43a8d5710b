import type { NamedOrganization } from "@/lib/db/client-directory";
import type { OauthClient } from "@/lib/db/oauth-clients";
import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import type { WordHash } from "@/lib/db/request-words";
import type { Leniency } from "@/lib/directory/compatibility/leniency";
import { readRemoteAddress } from "@/lib/directory/remote-address";
import type { RequestOutcome, TraceStep } from "@/lib/explain/logged-exchange";
import { finishLogEntry, type UnfinishedEntry } from "./finish-log-entry";
import type { OauthError } from "./oauth-error";
import { maskAccessTokens, redactBody, redactQuery } from "./redact";
import { readRequestAgent } from "./request-agent";
import type { TokenParameters } from "./token-request";
import { readUserAgent } from "./user-agent";

/** One request to the token endpoint and what becomes known about it on the way, for the request log. */
export type TokenExchange = {
  readonly id: string;
  readonly request: Request;
  readonly url: URL;
  readonly startedAt: Date;
  /** On the clock of performance.now(). */
  readonly startedMs: number;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly leniencies: Leniency[];
  readonly trace: TraceStep[];
  /** The SCIM client that the request names, whether or not it has shown that it is the one. */
  client: OauthClient | undefined;
  /** The organization that the Host header names, where no SCIM client is known. */
  hostOrganization: NamedOrganization | undefined;
  parameters: TokenParameters | undefined;
  error: OauthError | undefined;
};

/** @param id a UUID of version 7, so that the log is in the order of time */
export function beginTokenExchange(
  id: string,
  request: Request,
  connectionAddress: string | undefined,
  trustedProxyHops: number,
): TokenExchange {
  return {
    id,
    request,
    url: new URL(request.url),
    startedAt: new Date(),
    startedMs: performance.now(),
    remoteAddress: readRemoteAddress(request.headers, connectionAddress, trustedProxyHops),
    userAgent: readUserAgent(request.headers),
    leniencies: [],
    client: undefined,
    hostOrganization: undefined,
    trace: [],
    parameters: undefined,
    error: undefined,
  };
}

/** The row of the request log for a token request that has been answered. */
export function describeTokenExchange(
  exchange: TokenExchange,
  status: number,
  hashes: (organizationId: string) => WordHash,
): RequestLogEntry {
  const organization = exchange.client?.organization ?? exchange.hostOrganization;
  const entry = createEntry(exchange, status);
  return finishLogEntry(entry, [], organization?.redaction ?? "full", organization && hashes(organization.id));
}

function createEntry(exchange: TokenExchange, status: number): UnfinishedEntry {
  const { client, error, parameters, url } = exchange;
  const detail = error === undefined ? undefined : [error.message, error.forLog].filter(Boolean).join(" ");
  return {
    id: exchange.id,
    organizationId: client?.organization.id ?? exchange.hostOrganization?.id,
    scimClientId: client?.id,
    at: exchange.startedAt,
    durationMs: performance.now() - exchange.startedMs,
    method: exchange.request.method,
    path: maskAccessTokens(redactQuery(url.pathname, url.search)).slice(0, 2_000),
    operation: "issue access token",
    resourceType: undefined,
    resourceId: undefined,
    status,
    // The protocol's own word for the refusal.
    scimType: error?.code,
    detail: detail === undefined ? undefined : maskAccessTokens(detail),
    leniencies: exchange.leniencies.map((leniency) => leniency.detail),
    remoteAddress: exchange.remoteAddress,
    userAgent: exchange.userAgent,
    requestBody: parameters === undefined ? undefined : maskAccessTokens(redactBody(Object.fromEntries(parameters))),
    responseBody: undefined,
    outcome: decideOutcome(error),
    action: "token.issued",
    label: client?.name,
    effects: [],
    agent: readRequestAgent(exchange.userAgent, client?.preset),
    tokenId: undefined,
    tokenLastFour: undefined,
    trace: exchange.trace,
    leniencyNames: exchange.leniencies.map((leniency) => leniency.name),
    options: [],
  };
}

/** Who could not be authenticated or let in was refused; a request that makes no sense has failed. */
function decideOutcome(error: OauthError | undefined): RequestOutcome {
  if (error === undefined) return "read";
  const isRefused = [401, 403, 429, 503].includes(error.status) || error.code === "unauthorized_client";
  return isRefused ? "refused" : "failed";
}
