import type { Target, TargetCredential } from "@/lib/provisioning/target";
import type { TargetAnswer, TargetClient, TargetRequest } from "@/lib/provisioning/target-client";
import type { JsonObject } from "@/lib/scim/json";
import { scimMediaType } from "@/lib/scim/urns";
import type { OutgoingFetch, OutgoingResponse } from "./outgoing-fetch";
import { OutgoingFetchError } from "./outgoing-fetch-error";
import { readTargetAnswer } from "./read-target-answer";
import { createHide, hideInDetail, recordExchange, recordPart } from "./record-exchange";
import { rosterVersion } from "./roster-version";
import { type AccessTokenResult, createTargetAccessTokens, type TargetAccessTokens } from "./target-access-tokens";

export type ScimTargetClientOptions = {
  readonly target: Pick<Target, "baseUrl" | "caCertificate">;
  readonly credential: TargetCredential;
  /** It holds the rule which addresses may be called, token endpoints included. */
  readonly fetch: OutgoingFetch;
  /** Absent: the client has access tokens of its own. */
  readonly accessTokens?: TargetAccessTokens;
  /** The time in milliseconds since 1970. */
  readonly now?: () => number;
  /** For each request and its answer. */
  readonly timeoutMs?: number;
};

/** The largest answer that is read: a group of some hundred thousand members. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Makes the client by which Roster speaks to a target. What the target does is an answer, whatever it is: redirects are not followed,
 * a dropped line is "silent", and a token endpoint that refuses us is an answer of 401.
 *
 * @see RFC 7644 §3
 */
export function createScimTargetClient(options: ScimTargetClientOptions): TargetClient {
  const { target, credential, fetch, now = Date.now, timeoutMs = 30_000 } = options;
  const accessTokens = options.accessTokens ?? createTargetAccessTokens(fetch, now);
  let requests = 0;
  const count = () => {
    requests += 1;
  };

  async function getAuthorization(): Promise<AccessTokenResult> {
    if (credential.kind === "oauth") return accessTokens.get(credential, target.caCertificate, count);
    if (credential.kind === "bearer") return { kind: "token", token: credential.token };
    const { userName, password } = credential;
    return { kind: "token", token: Buffer.from(`${userName}:${password}`).toString("base64") };
  }

  function sendWith(request: TargetRequest, token: string): Promise<OutgoingResponse> {
    count();
    return fetch({
      url: `${target.baseUrl}${request.path}`,
      method: request.method,
      headers: {
        ...createHeaders(request),
        authorization: `${credential.kind === "basic" ? "Basic" : "Bearer"} ${token}`,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs,
      maxBytes,
      ...(target.caCertificate === undefined ? {} : { caCertificate: target.caCertificate }),
    });
  }

  async function send(request: TargetRequest): Promise<TargetAnswer> {
    const authorization = await getAuthorization();
    if (authorization.kind !== "token") return describeMissingToken(request, authorization);
    const answer = await attempt(request, authorization.token);
    if (credential.kind !== "oauth" || answer.kind !== "answered" || answer.status !== 401) return answer;
    // The token may have been taken back before its time. What was refused was not carried out, so it may be sent again.
    accessTokens.drop(credential, authorization.token);
    const renewed = await getAuthorization();
    return renewed.kind === "token" ? attempt(request, renewed.token) : describeMissingToken(request, renewed);
  }

  async function attempt(request: TargetRequest, token: string): Promise<TargetAnswer> {
    const startedAt = now();
    const hide = createHide(credential, token, request.body);
    const see = () => ({ hide, at: new Date(startedAt), durationMs: Math.round(now() - startedAt) });
    try {
      const response = await sendWith(request, token);
      const { detail, ...answer } = readTargetAnswer(response, `${target.baseUrl}${request.path}`, now());
      const seen = see();
      return {
        ...answer,
        // Of a page of a list nobody ever looks at it, and to redact it takes longer than to read it.
        get exchange() {
          return recordExchange(request, { status: response.status, text: response.body }, seen);
        },
        showPart: (part: TargetRequest, result: JsonObject) => recordPart(part, result, seen),
        ...(detail === undefined ? {} : { detail: hideInDetail(detail, hide) }),
      };
    } catch (error) {
      if (!(error instanceof OutgoingFetchError)) throw error;
      return {
        exchange: recordExchange(request, {}, see()),
        kind: nameFailure(error),
        detail: hide(`${error.message}${adviseOnCertificate(error)}`),
      };
    }
  }

  function describeMissingToken(request: TargetRequest, missing: MissingToken): TargetAnswer {
    const hide = createHide(credential, undefined, request.body);
    const exchange = recordExchange(request, {}, { hide, at: new Date(now()), durationMs: 0 });
    const detail = hide(missing.detail);
    if (missing.kind === "forbidden") return { exchange, kind: "refused", detail };
    if (missing.kind === "unavailable") return { exchange, kind: "unsent", detail };
    const wait = missing.retryAfterMs === undefined ? {} : { retryAfterMs: missing.retryAfterMs };
    const status = missing.kind === "refused" ? 401 : 429;
    return { exchange, kind: "answered", status, isScim: true, detail, ...wait };
  }

  return { send, countRequests: () => requests };
}

type MissingToken = Exclude<AccessTokenResult, { kind: "token" }>;

function createHeaders({ body, ifMatch, traceId }: TargetRequest): Record<string, string> {
  return {
    accept: `${scimMediaType}, application/json`,
    "user-agent": `Roster/${rosterVersion}`,
    ...(body === undefined ? {} : { "content-type": scimMediaType }),
    ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    ...(traceId === undefined ? {} : { "x-request-id": traceId }),
  };
}

function nameFailure({ kind, sent }: OutgoingFetchError): "refused" | "silent" | "unsent" {
  if (kind === "refused") return "refused";
  return sent ? "silent" : "unsent";
}

function adviseOnCertificate({ code = "" }: OutgoingFetchError): string {
  if (/^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code)) {
    return " Its certificate is not of an authority that is trusted here. If it is of your own, add that authority's certificate to the target.";
  }
  if (code === "CERT_HAS_EXPIRED") return " Its certificate has expired, and has to be renewed there.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return " Its certificate is for another name: check the base URL.";
  return "";
}
