import { accessTokenPrefix, readAccessToken } from "@/lib/secrets";

/** What a request presents as its credential. */
export type PresentedToken =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string }
  /** There is a credential, but it is not a bearer token: what it is, without what is secret of it, and what to do. */
  | { readonly kind: "unreadable"; readonly received: string; readonly advice: string };

const bearer = /^bearer(?:\s+(.*))?$/is;
const knownScheme = /^(basic|digest|negotiate|ntlm|token|apikey|aws4-hmac-sha256)\s/i;

/**
 * Reads the access token of a request: from `Authorization: Bearer <token>`, or from a `WWW-Authenticate` header of the
 * same form, in which some set-up texts tell identity providers to send it. The scheme's case and extra spaces do not
 * matter. The query string is never looked at.
 *
 * @see RFC 6750 §2.1
 */
export function readBearerToken(headers: Headers): PresentedToken {
  const credential = (headers.get("authorization") || headers.get("www-authenticate") || "").trim();
  if (credential === "") return { kind: "none" };
  const match = bearer.exec(credential);
  if (match === null) return { kind: "unreadable", ...adviseOnScheme(credential) };
  const token = match[1]?.trim() ?? "";
  if (token === "") {
    return {
      kind: "unreadable",
      received: "Bearer without a token",
      advice: "The Authorization header has no token after the word Bearer. Paste the token there.",
    };
  }
  return { kind: "token", token };
}

function adviseOnScheme(credential: string): { readonly received: string; readonly advice: string } {
  const scheme = knownScheme.exec(credential)?.[1];
  if (scheme !== undefined) {
    return {
      received: scheme.toLowerCase(),
      advice: `The Authorization header has the scheme ${scheme.toLowerCase()}. Choose bearer token authentication in the identity provider.`,
    };
  }
  return {
    received: "no word Bearer",
    advice:
      'The Authorization header does not begin with the word Bearer. It has to read "Bearer", a space, and the token.',
  };
}

/** What commonly surrounds a token that was pasted by hand: quotes, brackets, escaped line breaks and spaces. */
const pastedAround = /["'`<>()[\]{},;\s]|\\[nrt]|%(?:0[ad]|20|22|27|3[ce])/i;
const rosterToken = new RegExp(`${accessTokenPrefix}[0-9A-Za-z]*`);
const rosterTokenLength = accessTokenPrefix.length + 43 + 6;

/**
 * Says what is probably wrong with a token that nobody knows, by its form alone: the answer is the same whether such a
 * token exists or not, and never repeats it.
 */
export function adviseOnUnknownToken(token: string): string {
  if (/^bearer\s/i.test(token)) {
    return "The Authorization header says Bearer twice. The identity provider adds the word itself: paste the token alone.";
  }
  const core = rosterToken.exec(token)?.[0];
  if (core !== undefined && core !== token && readAccessToken(core) === "well-formed") {
    return pastedAround.test(token)
      ? "There are quotes, brackets, spaces or line breaks around the access token. Paste the token without them."
      : "There are other characters before or after the access token. Paste the token alone.";
  }
  if (core === token && token.length < rosterTokenLength) {
    return `The access token is cut off: it has ${token.length} characters, and a whole one has ${rosterTokenLength}. Copy it again.`;
  }
  if (core !== undefined && readAccessToken(core) === "mistyped") {
    return "The access token is mistyped: its checksum does not match. Copy it again, or issue a new one.";
  }
  if (pastedAround.test(token)) {
    return "The access token is not known, and it contains quotes, brackets or spaces. Paste the token alone.";
  }
  return "The access token is not known. It may have been removed, or be meant for another address. Issue a new one and paste it into the identity provider.";
}
