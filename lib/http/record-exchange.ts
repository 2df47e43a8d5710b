import type { TargetCredential } from "@/lib/provisioning/target";
import type { Exchange, ShownPart, TargetRequest } from "@/lib/provisioning/target-client";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { readJson } from "./read-target-answer";
import { maskAccessTokens, redactBodyTo, redactDetail, redactQuery, redactUnreadableBody } from "./redact";

/** The longest body that an exchange keeps whole, in characters. */
const maxBodyLength = 16 * 1024;
/** A shorter text is found by chance in what is no secret. */
const shortestSecret = 6;
const hidden = "[redacted]";

/** Hides the values themselves, wherever a target repeats them: in an error's sentence, or under a harmless name. */
export type Hide = (text: string) => string;

/** What must not be seen of one request: the credential, an access token, and passwords in its body. */
export function createHide(
  credential: TargetCredential,
  accessToken: string | undefined,
  body: JsonValue | undefined,
): Hide {
  const secrets = [...listSecrets(credential), accessToken ?? "", ...listPasswords(body)]
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, secret) => rest.replaceAll(secret, hidden), maskAccessTokens(text));
}

/** What was sent and came back, as people may see it. @param text the body that came back, as it came */
export function recordExchange(
  request: TargetRequest,
  came: { readonly status?: number; readonly text?: string },
  { hide, at, durationMs }: { readonly hide: Hide; readonly at: Date; readonly durationMs: number },
): Exchange {
  const [pathname = "", ...search] = request.path.split("?");
  return {
    method: request.method,
    path: hide(redactQuery(pathname, search.length === 0 ? "" : `?${search.join("?")}`)),
    ...(request.body === undefined ? {} : { requestBody: keep(redactBodyTo(maxBodyLength, request.body), hide) }),
    ...(came.status === undefined ? {} : { status: came.status }),
    ...(came.text === undefined || came.text.trim() === "" ? {} : { responseBody: keepResponse(came.text, hide) }),
    durationMs,
    at,
  };
}

/** One operation of a bulk request, and what the target tells of it. @see RFC 7644 §3.7.3 */
export function recordPart(
  part: TargetRequest,
  result: JsonObject,
  seen: { readonly hide: Hide; readonly at: Date; readonly durationMs: number },
): ShownPart {
  const { response } = result;
  const detail = isJsonObject(response) ? response.detail : undefined;
  const exchange = recordExchange({ ...part, path: `${part.path} in /Bulk` }, { text: JSON.stringify(result) }, seen);
  return { exchange, ...(typeof detail === "string" ? { detail: hideInDetail(detail, seen.hide) } : {}) };
}

/** An error's sentence as people may see it. */
export function hideInDetail(detail: string, hide: Hide): string {
  return redactDetail(hide(detail));
}

function keepResponse(text: string, hide: Hide): JsonValue {
  const body = readJson(text);
  return keep(body === undefined ? redactUnreadableBody(text) : redactBodyTo(maxBodyLength, body), hide);
}

function keep(text: string, hide: Hide): JsonValue {
  const value: JsonValue = JSON.parse(hide(text));
  return value;
}

function listSecrets(credential: TargetCredential): readonly string[] {
  switch (credential.kind) {
    case "bearer":
      return [credential.token];
    case "basic": {
      const { userName, password } = credential;
      return [password, Buffer.from(`${userName}:${password}`).toString("base64")];
    }
    case "oauth":
      return [credential.clientSecret];
  }
}

function listPasswords(value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(listPasswords);
  if (!isJsonObject(value)) return [];
  const { path } = value;
  const isOfPassword = typeof path === "string" && /password/i.test(path);
  return Object.entries(value).flatMap(([name, member]) => {
    const isPassword = /password/i.test(name) || (isOfPassword && name === "value");
    return isPassword && typeof member === "string" ? [member] : listPasswords(member);
  });
}
