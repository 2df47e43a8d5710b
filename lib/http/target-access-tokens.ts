import type { TargetCredential } from "@/lib/provisioning/target";
import type { OutgoingFetch, OutgoingResponse } from "./outgoing-fetch";
import { OutgoingFetchError } from "./outgoing-fetch-error";
import { readJson } from "./read-target-answer";
import { readRetryAfter } from "./retry-after";

export type OAuthCredential = Extract<TargetCredential, { kind: "oauth" }>;

/**
 * An access token, or why there is none: "refused" by the token endpoint, which will not change by asking again; "busy", it asks
 * to wait; "unavailable" for now; "forbidden", Roster's own rule keeps its address from being called.
 */
export type AccessTokenResult =
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "refused" | "busy" | "unavailable" | "forbidden";
      readonly detail: string;
      readonly retryAfterMs?: number;
    };

/** The access tokens that targets' token endpoints gave, each kept until shortly before it ends. */
export type TargetAccessTokens = {
  /** @param onRequest called before each request that is sent for it */
  get(
    credential: OAuthCredential,
    caCertificate: string | undefined,
    onRequest: () => void,
  ): Promise<AccessTokenResult>;
  /** The target did not take `token`: unless there is a newer one already, the next call gets another. */
  drop(credential: OAuthCredential, token: string): void;
};

const maxBytes = 256 * 1024;
const timeoutMs = 30_000;
/** A token is renewed so much before it ends. */
const marginMs = 30_000;
/** For a token of which nobody says when it ends. */
const usualLifeMs = 60 * 60 * 1000;
/** As many token endpoints are remembered at once. */
const maxEntries = 1_000;

type Entry = { result: Promise<AccessTokenResult>; token?: string; freshUntil: number };
type ClientAuthentication = "basic" | "post";

/**
 * Gets access tokens with a client's own credentials: by client_secret_basic, and where that is refused by client_secret_post.
 * Those who ask at once share one request.
 *
 * @param now the time in milliseconds since 1970
 * @see RFC 6749 §2.3.1, §4.4
 */
export function createTargetAccessTokens(fetch: OutgoingFetch, now: () => number = Date.now): TargetAccessTokens {
  const entries = new Map<string, Entry>();

  return {
    get(credential, caCertificate, onRequest) {
      const key = JSON.stringify(credential);
      const known = entries.get(key);
      if (known !== undefined && known.freshUntil > now()) return known.result;
      const entry: Entry = { result: requestToken(), freshUntil: Number.POSITIVE_INFINITY };
      const [oldest] = entries.keys();
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
      entries.set(key, entry);
      return entry.result;

      async function requestToken(): Promise<AccessTokenResult> {
        const read = await askTokenEndpoint({ credential, caCertificate, fetch, now, onRequest });
        if (read.kind === "token") {
          entry.token = read.token;
          entry.freshUntil = now() + read.lifeMs;
        } else {
          entry.freshUntil = 0;
        }
        return read;
      }
    },
    drop(credential, token) {
      const entry = entries.get(JSON.stringify(credential));
      if (entry?.token === token) entry.freshUntil = 0;
    },
  };
}

type TokenRequest = {
  readonly credential: OAuthCredential;
  readonly caCertificate: string | undefined;
  readonly fetch: OutgoingFetch;
  readonly now: () => number;
  readonly onRequest: () => void;
};

type ReadToken =
  | { readonly kind: "token"; readonly token: string; readonly lifeMs: number }
  | Exclude<AccessTokenResult, { kind: "token" }>;

async function askTokenEndpoint(request: TokenRequest): Promise<ReadToken> {
  try {
    const first = await post(request, "basic");
    // Who does not take the credential in the header says so in many ways.
    const isOtherWayWorthTrying = first.status === 401 || (first.status === 400 && !readError(first).isSettled);
    return readToken(isOtherWayWorthTrying ? await post(request, "post") : first, request);
  } catch (error) {
    if (!(error instanceof OutgoingFetchError)) throw error;
    const kind = error.kind === "refused" ? "forbidden" : "unavailable";
    return { kind, detail: `No access token could be got. ${error.message}` };
  }
}

function post({ credential, caCertificate, fetch, onRequest }: TokenRequest, how: ClientAuthentication) {
  const { tokenUrl, clientId, clientSecret, scope } = credential;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope !== undefined) form.set("scope", scope);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (how === "basic") {
    headers.authorization = `Basic ${Buffer.from(`${encodeForm(clientId)}:${encodeForm(clientSecret)}`).toString("base64")}`;
  } else {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  }
  onRequest();
  const certificate = caCertificate === undefined ? {} : { caCertificate };
  return fetch({ url: tokenUrl, method: "POST", headers, body: form.toString(), timeoutMs, maxBytes, ...certificate });
}

/** As a form has it, which is how id and secret go into the header. @see RFC 6749 §2.3.1 */
function encodeForm(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice("x=".length);
}

function readToken(response: OutgoingResponse, { credential, now }: TokenRequest): ReadToken {
  const { host } = new URL(credential.tokenUrl);
  const { status } = response;
  const body = readJson(response.body);
  const retryAfterMs = readRetryAfter(response.headers, status, now());
  if (status === 429) {
    const detail = `${host} gives no access token for now: too many were asked for.`;
    return { kind: "busy", detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  if (status >= 500)
    return { kind: "unavailable", detail: `No access token could be got: ${host} answered ${status}.` };
  if (status >= 300) {
    return {
      kind: "refused",
      detail: `${host} gave no access token: it answered ${status}${readError(response).words}.`,
    };
  }
  const token = body?.access_token;
  if (typeof token !== "string" || token === "") {
    return {
      kind: "refused",
      detail: `${host} gave no access token: its answer has no access_token. Check the token URL.`,
    };
  }
  const seconds = Number(body?.expires_in);
  const lifeMs = seconds > 0 ? seconds * 1000 : usualLifeMs;
  return { kind: "token", token, lifeMs: lifeMs > 2 * marginMs ? lifeMs - marginMs : lifeMs / 2 };
}

/** What an error of RFC 6749 says; settled where the other way of showing the credential would not help. @see RFC 6749 §5.2 */
function readError({ body: text }: OutgoingResponse): { readonly words: string; readonly isSettled: boolean } {
  const body = readJson(text);
  const error = typeof body?.error === "string" ? body.error : undefined;
  const description = typeof body?.error_description === "string" ? `: ${body.error_description}` : "";
  const isSettled = ["invalid_scope", "unauthorized_client", "unsupported_grant_type", "invalid_grant"].includes(
    error ?? "",
  );
  return { words: error === undefined ? "" : ` (${error}${description})`, isSettled };
}
