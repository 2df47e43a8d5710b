import type { OauthClient } from "@/lib/db/oauth-clients";
import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import type { Leniency } from "@/lib/directory/compatibility/leniency";
import { readRemoteAddress } from "@/lib/directory/remote-address";
import type { OauthError } from "./oauth-error";
import { maskAccessTokens, redactBody, redactQuery } from "./redact";
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
  /** The SCIM client that the request names, whether or not it has shown that it is the one. */
  client: OauthClient | undefined;
  /** The organization that the Host header names, where no SCIM client is known. */
  hostOrganizationId: string | undefined;
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
    hostOrganizationId: undefined,
    parameters: undefined,
    error: undefined,
  };
}

/** The row of the request log for a token request that has been answered. */
export function describeTokenExchange(exchange: TokenExchange, status: number): RequestLogEntry {
  const { client, error, parameters, url } = exchange;
  const detail = error === undefined ? undefined : [error.message, error.forLog].filter(Boolean).join(" ");
  return {
    id: exchange.id,
    organizationId: client?.organization.id ?? exchange.hostOrganizationId,
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
  };
}
