import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { type Answer, scimError } from "./answer";
import type { FakeBehaviour } from "./behaviour";

/** What Roster may show, and the token endpoint's books. */
export type Credentials = {
  /** Why the request may not pass: a 401. Undefined: it may. */
  readonly refuse: (headers: IncomingHttpHeaders, behaviour: FakeBehaviour) => Answer | undefined;
  /** @see RFC 6749 §4.4 */
  readonly issueToken: (headers: IncomingHttpHeaders, form: string, behaviour: FakeBehaviour) => Answer;
  readonly token: string;
  readonly changeToken: (token: string) => void;
  readonly basic: { readonly userName: string; readonly password: string };
  readonly oauth: FakeOauth;
};

export type FakeOauth = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** How many tokens were issued. */
  readonly countIssued: () => number;
  /** The scopes that were asked for, one for each token; undefined where none was. */
  readonly scopes: readonly (string | undefined)[];
  /** From now on every token that was issued is a 401. */
  readonly revokeTokens: () => void;
};

export function createCredentials(initialToken: string): Credentials {
  let token = initialToken;
  const basic = { userName: "roster", password: "pass:wörd" };
  const client = { clientId: "roster client", clientSecret: "s3cret/+&=%é" };
  const expiries = new Map<string, number>();
  const scopes: (string | undefined)[] = [];
  const basicHeader = `Basic ${Buffer.from(`${basic.userName}:${basic.password}`).toString("base64")}`;

  function refuse({ authorization = "" }: IncomingHttpHeaders, { credentials }: FakeBehaviour): Answer | undefined {
    if (credentials.includes("basic") && authorization === basicHeader) return undefined;
    const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
    if (bearer !== undefined && credentials.includes("bearer") && bearer === token) return undefined;
    const expiry = bearer === undefined ? undefined : expiries.get(bearer);
    if (credentials.includes("oauth") && expiry !== undefined && Date.now() < expiry) return undefined;
    const challenge = bearer === undefined ? 'Bearer realm="fake"' : 'Bearer realm="fake", error="invalid_token"';
    const detail = expiry === undefined ? "The credential is not known." : "The token has expired.";
    return { ...scimError(401, undefined, detail), headers: { "www-authenticate": challenge } };
  }

  function issueToken(headers: IncomingHttpHeaders, text: string, behaviour: FakeBehaviour): Answer {
    const form = new URLSearchParams(text);
    if (!(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
      return refuseToken(400, "invalid_request");
    }
    if (!isClient(client, headers, form, behaviour)) return refuseToken(401, "invalid_client");
    if (form.get("grant_type") !== "client_credentials") return refuseToken(400, "unsupported_grant_type");
    const issued = randomUUID();
    expiries.set(issued, Date.now() + behaviour.oauthTokenSeconds * 1_000);
    scopes.push(form.get("scope") ?? undefined);
    return {
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: {
        access_token: issued,
        token_type: "Bearer",
        ...(behaviour.oauthSaysExpiry ? { expires_in: behaviour.oauthTokenSeconds } : {}),
      },
    };
  }

  return {
    refuse,
    issueToken,
    get token() {
      return token;
    },
    changeToken: (next) => {
      token = next;
    },
    basic,
    oauth: { ...client, countIssued: () => scopes.length, scopes, revokeTokens: () => expiries.clear() },
  };
}

/** The client's id and secret, in the form that is accepted. In the header both are form-encoded first. @see RFC 6749 §2.3.1 */
function isClient(
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
  { authorization }: IncomingHttpHeaders,
  form: URLSearchParams,
  { oauthClientAuthentication }: FakeBehaviour,
): boolean {
  const decoded = Buffer.from(/^Basic (.+)$/i.exec(authorization ?? "")?.[1] ?? "", "base64").toString();
  const [id = "", secret = ""] = decoded.split(":");
  const inHeader = decodeForm(id) === clientId && decodeForm(secret) === clientSecret;
  const inBody = form.get("client_id") === clientId && form.get("client_secret") === clientSecret;
  switch (oauthClientAuthentication) {
    case "basic":
      return inHeader;
    case "body":
      return inBody;
    case "either":
      return inHeader || inBody;
  }
}

function decodeForm(text: string): string {
  return new URLSearchParams(`=${text}`).get("") ?? "";
}

function refuseToken(status: number, error: string): Answer {
  return { status, headers: { "content-type": "application/json" }, body: { error } };
}
