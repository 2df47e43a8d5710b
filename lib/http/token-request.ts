import { OauthError, quoteSent } from "./oauth-error";

/** How a client says who it is. */
export type ClientCredential =
  | { readonly kind: "secret"; readonly clientId: string; readonly secret: string }
  | { readonly kind: "assertion"; readonly clientId: string | undefined; readonly assertion: string };

export type TokenParameters = ReadonlyMap<string, string>;

const mediaType = "application/x-www-form-urlencoded";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** What belongs into the body; other parameters of the address mean nothing here. */
const bodyParameters: ReadonlySet<string> = new Set([
  ...["grant_type", "scope", "client_id", "client_secret", "client_assertion", "client_assertion_type", "assertion"],
]);
const secretParameters: ReadonlySet<string> = new Set(["client_secret", "client_assertion", "assertion"]);

/**
 * Refuses a request that sends its parameters in the address, where logs of proxies keep them.
 *
 * @throws OauthError invalid_request
 * @see RFC 6749 §2.3.1, checklist T-12
 */
export function checkAddress(searchParams: URLSearchParams): void {
  const misplaced = [...searchParams.keys()].filter((name) => bodyParameters.has(name));
  if (misplaced.length === 0) return;
  const isSecret = misplaced.some((name) => secretParameters.has(name));
  const advice = isSecret ? " Whoever keeps logs of addresses has read it now: revoke it, and issue another." : "";
  throw new OauthError(
    "invalid_request",
    `${misplaced.join(" and ")} came in the address of the request. Send all parameters in its body.${advice}`,
  );
}

/** @throws OauthError invalid_request */
export function checkFormContentType(headers: Headers): void {
  const contentType = headers.get("content-type") ?? "";
  const [type = "", ...rest] = contentType.split(";").map((part) => part.trim().toLowerCase());
  if (type !== mediaType) {
    const sent = type === "" ? "not said what it is" : `said to be ${quoteSent(type)}`;
    throw new OauthError(
      "invalid_request",
      `The body is ${sent}. Send the parameters as a form, with the header Content-Type: ${mediaType}.`,
    );
  }
  const charset = rest.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !["utf-8", "utf8", "us-ascii"].includes(charset.replaceAll('"', ""))) {
    throw new OauthError("invalid_request", "The body is said to be in another encoding than UTF-8. Send it in UTF-8.");
  }
}

/**
 * Reads the parameters of the body. One without a value counts as not sent.
 *
 * @throws OauthError invalid_request for one that is there twice
 * @see RFC 6749 §3.2
 */
export function parseTokenParameters(text: string): TokenParameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (parameters.has(name)) {
      throw new OauthError("invalid_request", `The parameter ${quoteSent(name)} is there twice. Send it once.`);
    }
    parameters.set(name, value);
  }
  return new Map([...parameters].filter(([, value]) => value !== ""));
}

/**
 * Refuses every grant but the one by which a client acts for itself.
 *
 * @throws OauthError
 * @see RFC 6749 §4.4.2
 */
export function checkGrantType(parameters: TokenParameters): void {
  const grantType = parameters.get("grant_type");
  if (grantType === "client_credentials") return;
  if (grantType === undefined) {
    throw new OauthError("invalid_request", "There is no grant_type. Send grant_type=client_credentials.");
  }
  const advice = grantType.endsWith(":jwt-bearer")
    ? ` Send grant_type=client_credentials, and the assertion as client_assertion with client_assertion_type=${assertionType}.`
    : " Send grant_type=client_credentials.";
  throw new OauthError(
    "unsupported_grant_type",
    `The grant_type ${quoteSent(grantType)} is not offered here.${advice}`,
  );
}

/**
 * Reads how the client says who it is: by HTTP Basic, by client_secret, or by an assertion; never by two of them.
 *
 * @throws OauthError
 * @see RFC 6749 §2.3.1, RFC 7521 §4.2
 */
export function readClientCredential(headers: Headers, parameters: TokenParameters): ClientCredential {
  const basic = readBasic(headers.get("authorization"));
  const secret = parameters.get("client_secret");
  const assertion = readAssertion(parameters);
  if ([basic, secret, assertion].filter((way) => way !== undefined).length > 1) {
    throw new OauthError(
      "invalid_request",
      "The client says in two ways who it is. Use one: HTTP Basic, client_secret, or client_assertion.",
    );
  }
  const clientId = parameters.get("client_id");
  if (basic !== undefined) {
    if (clientId !== undefined && clientId !== basic.clientId) {
      throw new OauthError(
        "invalid_request",
        "The client_id of the body is not that of the Authorization header. Leave it out of the body.",
      );
    }
    return { kind: "secret", ...basic };
  }
  if (assertion !== undefined) return { kind: "assertion", clientId, assertion };
  if (secret === undefined) {
    throw new OauthError(
      "invalid_client",
      "The request does not say who it is from. Send client_id and client_secret by HTTP Basic or in the body, or a client_assertion.",
    );
  }
  if (clientId === undefined) {
    throw new OauthError("invalid_request", "There is a client_secret and no client_id. Send the SCIM client's id.");
  }
  return { kind: "secret", clientId, secret };
}

function readAssertion(parameters: TokenParameters): string | undefined {
  const assertion = parameters.get("client_assertion");
  const type = parameters.get("client_assertion_type");
  if (assertion === undefined && type === undefined) return undefined;
  if (assertion === undefined) {
    throw new OauthError(
      "invalid_request",
      "There is a client_assertion_type and no client_assertion. Send the assertion.",
    );
  }
  if (type !== assertionType) {
    const sent = type === undefined ? "not there" : quoteSent(type);
    throw new OauthError("invalid_request", `The client_assertion_type is ${sent}. It has to be ${assertionType}.`);
  }
  return assertion;
}

function readBasic(authorization: string | null): { clientId: string; secret: string } | undefined {
  const header = authorization?.trim() ?? "";
  if (header === "") return undefined;
  const [scheme = "", encoded = "", ...rest] = header.split(/\s+/);
  if (scheme.toLowerCase() !== "basic") {
    const shown =
      /^[A-Za-z-]{1,20}$/.test(scheme) && encoded !== "" ? `has the scheme ${scheme}` : "has no known scheme";
    throw new OauthError(
      "invalid_client",
      `The Authorization header ${shown}. Here it takes Basic, with the client_id as user name and the client_secret as password; or send both in the body.`,
    );
  }
  const text = rest.length === 0 ? decodeBase64(encoded) : undefined;
  const separator = text?.indexOf(":") ?? -1;
  if (text === undefined || separator === -1) throw createUnreadableBasicError();
  const clientId = decodeFormValue(text.slice(0, separator));
  const secret = decodeFormValue(text.slice(separator + 1));
  if (clientId === "" || secret === "") {
    throw new OauthError(
      "invalid_client",
      `The Authorization header has no ${clientId === "" ? "client_id" : "client_secret"} in it. Send both.`,
    );
  }
  return { clientId, secret };
}

function decodeBase64(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  return Buffer.from(encoded, "base64").toString("utf8");
}

function decodeFormValue(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw createUnreadableBasicError();
  }
}

function createUnreadableBasicError(): OauthError {
  return new OauthError(
    "invalid_client",
    "The Authorization header cannot be read. After Basic comes base64 of client_id, a colon, and client_secret, each form-encoded.",
  );
}
