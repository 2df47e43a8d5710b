import type { ClientDirectory, NamedOrganization } from "@/lib/db/client-directory";
import { isDatabaseAway } from "@/lib/db/database-away";
import { insertIssuedToken } from "@/lib/db/issued-tokens";
import { findOauthClient } from "@/lib/db/oauth-clients";
import type { Database } from "@/lib/db/pool";
import type { RequestLog } from "@/lib/db/request-log-writer";
import { createWordHashes } from "@/lib/db/request-words";
import { createId } from "@/lib/db/uuid";
import { findSubscriberNetwork } from "@/lib/directory/address-range";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import { log } from "@/lib/log";
import { ScimError } from "@/lib/scim/errors";
import { accessTokenPrefix, createAccessToken, hashToken } from "@/lib/secrets";
import { createAddressError } from "./admission-errors";
import { passAddress, passState, passStep } from "./admission-trace";
import { type FailedAuthentications, maxFailuresPerMinute } from "./failed-authentications";
import type { IssuerKeys } from "./issuer-keys";
import { OauthError } from "./oauth-error";
import { type ProvenClient, proveByAssertion, proveBySecret } from "./prove-client";
import { createRefusalLog } from "./refusal-log";
import type { Connection } from "./scim-endpoint";
import { readBodyText } from "./scim-request";
import { beginTokenExchange, describeTokenExchange, type TokenExchange } from "./token-exchange";
import {
  checkAddress,
  checkFormContentType,
  checkGrantType,
  parseTokenParameters,
  readClientCredential,
  type TokenParameters,
} from "./token-request";
import { readScope } from "./token-scope";

export type TokenEndpointParts = {
  readonly database: Pick<Database, "pool" | "prisma">;
  readonly clients: Pick<ClientDirectory, "findOrganization">;
  readonly issuerKeys: IssuerKeys;
  readonly requestLog: Pick<RequestLog, "write">;
  readonly failedAuthentications: FailedAuthentications;
  readonly rosterUrl: string;
  readonly trustedProxyHops: number;
  /** The secret of the installation. */
  readonly secret: string;
};

/** Answers what comes to /oauth/token. */
export type TokenEndpoint = (request: Request, connection: Connection) => Promise<Response>;

type TokenAnswer = {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
};

const bodyLimitBytes = 64 * 1024;
const pausedRetrySeconds = 300;
const databaseAwayRetrySeconds = 30;

/**
 * The token endpoint, on web-standard types, so that it can be mounted anywhere: a SCIM client that shows who it is gets an
 * access token for some hours. It answers every request in the form of OAuth, never rejects, and logs each.
 *
 * @see RFC 6749 §4.4, §5; RFC 7523 §2.2
 */
export function createTokenEndpoint(parts: TokenEndpointParts): TokenEndpoint {
  const rosterHostname = new URL(parts.rosterUrl).hostname;
  const refusalLog = createRefusalLog("token");
  const hashes = createWordHashes(parts.secret);

  /** The steps of a request, in their order. Whatever is wrong is thrown. */
  async function answerRequest(exchange: TokenExchange): Promise<TokenAnswer> {
    const { request, url } = exchange;
    if (request.method !== "POST") throw createMethodError(request.method);
    checkAddress(url.searchParams);
    checkFormContentType(request.headers);
    const parameters = parseTokenParameters(await readForm(request));
    exchange.parameters = parameters;
    checkGrantType(parameters);
    const proven = await identifyClient(exchange, parameters);
    const { client } = proven;
    if (!passAddress(exchange.trace, client, exchange.remoteAddress)) {
      throw new OauthError("unauthorized_client", createAddressError(client, exchange.remoteAddress).message);
    }
    if (!passState(exchange.trace, client)) throw createPausedError(client.name);
    return await issueToken(exchange, proven, parameters.get("scope"));
  }

  /** @throws OauthError; a failure counts against the address that it comes from */
  async function identifyClient(exchange: TokenExchange, parameters: TokenParameters): Promise<ProvenClient> {
    const { request, startedAt, remoteAddress } = exchange;
    try {
      const credential = readClientCredential(request.headers, parameters);
      if (credential.clientId !== undefined) {
        exchange.client = await findOauthClient(parts.database.prisma, credential.clientId);
      }
      const proven =
        credential.kind === "secret"
          ? await proveBySecret(parts, exchange.client, credential, startedAt)
          : await proveByAssertion(parts, exchange.client, credential, startedAt);
      exchange.client = proven.client;
      const subdomain = readHostSubdomain(request.headers.get("host"), rosterHostname);
      const own = proven.client.organization.subdomain;
      passStep(exchange.trace, "found", true);
      const isOwn = subdomain === undefined ? undefined : subdomain === own;
      if (
        !passStep(exchange.trace, "organization", isOwn, {
          expected: own,
          ...(subdomain === undefined ? {} : { received: subdomain }),
        })
      ) {
        throw new OauthError(
          "invalid_client",
          "The SCIM client is not known at this address. Ask at the token URL that `scim-client show` tells.",
        );
      }
      return proven;
    } catch (error) {
      if (!(error instanceof OauthError) || error.code !== "invalid_client") throw error;
      if (exchange.trace.length === 0) passStep(exchange.trace, "found", false);
      const waitSeconds = await parts.failedAuthentications.record(remoteAddress);
      throw waitSeconds === undefined ? error : createTooManyFailuresError(waitSeconds, error);
    }
  }

  async function issueToken(
    { startedAt, remoteAddress, userAgent }: TokenExchange,
    { client, proof }: ProvenClient,
    wantedScope: string | undefined,
  ): Promise<TokenAnswer> {
    const scope = readScope(wantedScope, client.scopes);
    const token = createAccessToken();
    const lifetimeSeconds = client.tokenLifetimeMinutes * 60;
    const isIssued = await insertIssuedToken(parts.database, {
      proof,
      hash: hashToken(token),
      prefix: accessTokenPrefix,
      lastFour: token.slice(-4),
      scopes: scope.stored,
      now: startedAt,
      expiresAt: new Date(startedAt.getTime() + lifetimeSeconds * 1000),
      remoteAddress,
      userAgent,
    });
    if (!isIssued) {
      throw new OauthError(
        "invalid_client",
        "What the client was known by has ended just now. Ask an owner of the organization for another secret or trust.",
      );
    }
    return { access_token: token, token_type: "Bearer", expires_in: lifetimeSeconds, scope: scope.told };
  }

  /** The owners of the organization that was called should see the refusal, though nobody knows who called. */
  async function findHostOrganization({
    client,
    error,
    request,
  }: TokenExchange): Promise<NamedOrganization | undefined> {
    if (client !== undefined || error === undefined || error.status >= 429) return undefined;
    const subdomain = readHostSubdomain(request.headers.get("host"), rosterHostname);
    return await parts.clients.findOrganization(subdomain).catch(() => undefined);
  }

  /** A flood of requests that are refused for their number is no flood of rows. */
  async function isLogged({ error, client, remoteAddress, leniencies }: TokenExchange): Promise<boolean> {
    if (error?.status !== 429) return true;
    return await refusalLog.admit(client?.id ?? findSubscriberNetwork(remoteAddress ?? "") ?? "", leniencies);
  }

  return async (request, connection) => {
    const exchange = beginTokenExchange(createId(), request, connection.remoteAddress, parts.trustedProxyHops);
    let response: Response;
    try {
      response = writeJson(exchange.id, 200, await answerRequest(exchange));
    } catch (error) {
      const refusal = toOauthError(error, exchange.id);
      exchange.error = refusal;
      exchange.hostOrganization = await findHostOrganization(exchange);
      response = writeJson(exchange.id, refusal.status, refusal.toBody(), refusal.headers);
    }
    if (await isLogged(exchange)) parts.requestLog.write(describeTokenExchange(exchange, response.status, hashes));
    return response;
  };
}

async function readForm(request: Request): Promise<string> {
  try {
    return await readBodyText(request, bodyLimitBytes);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    if (error.kind === "payloadTooLarge") {
      const message = `The body is larger than ${bodyLimitBytes} bytes, the most that is taken here.`;
      throw new OauthError("invalid_request", message, { status: error.status });
    }
    const message = error.kind === "invalidSyntax" ? "The body is not in UTF-8. Send a form in UTF-8." : error.message;
    throw new OauthError("invalid_request", message);
  }
}

/** The answer to a request whose address or Host header cannot be read, so that it never reaches the endpoint. */
export function refuseUnreadableTokenRequest(): Response {
  const error = new OauthError(
    "invalid_request",
    "The address or the Host header of the request cannot be read. Ask at the token URL as Roster shows it.",
  );
  return writeJson(createId(), error.status, error.toBody());
}

/** @see RFC 6749 §5.1 for the headers */
function writeJson(
  requestId: string,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const text = JSON.stringify(body);
  return new Response(text, {
    status,
    headers: {
      ...headers,
      "Content-Type": "application/json",
      "Content-Length": String(Buffer.byteLength(text)),
      "Cache-Control": "no-store",
      Pragma: "no-cache",
      "X-Request-Id": requestId,
    },
  });
}

function createMethodError(method: string): OauthError {
  return new OauthError("invalid_request", `Tokens are asked for by POST, not by ${method}.`, {
    status: 405,
    headers: { Allow: "POST" },
  });
}

/** The identity provider tries again later, so that nothing is lost while its client is paused. */
function createPausedError(name: string): OauthError {
  return new OauthError(
    "temporarily_unavailable",
    `The SCIM client "${name}" is paused in Roster. Try again after an owner has resumed it.`,
    { status: 503, headers: { "Retry-After": String(pausedRetrySeconds) } },
  );
}

/** @see RFC 6585 §4 */
function createTooManyFailuresError(waitSeconds: number, reason: OauthError): OauthError {
  return new OauthError(
    "invalid_client",
    `More than ${maxFailuresPerMinute} requests a minute from this address could not be authenticated. Wait ${waitSeconds} seconds; a valid credential is answered at once. The reason for this one: ${reason.message}`,
    { status: 429, headers: { "Retry-After": String(waitSeconds) } },
  );
}

/** What the client is told of an error: of ours, never more than where to look. */
function toOauthError(error: unknown, requestId: string): OauthError {
  if (error instanceof OauthError) return error;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error("A token request failed.", { requestId, reason });
  if (isDatabaseAway(error)) {
    return new OauthError(
      "temporarily_unavailable",
      `Roster cannot reach its database at the moment. Try again later. (Request ${requestId})`,
      { status: 503, headers: { "Retry-After": String(databaseAwayRetrySeconds) } },
    );
  }
  return new OauthError(
    "server_error",
    `Roster failed to answer this request: that is a fault of Roster, not of the request. Its operator finds the cause in the log under the request id ${requestId}.`,
    { status: 500 },
  );
}
