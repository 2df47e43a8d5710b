import type { TargetAnswer } from "@/lib/provisioning/target-client";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { findMemberName, getMember } from "@/lib/scim/json-object";
import { errorUrn, listResponseUrn } from "@/lib/scim/urns";
import type { OutgoingResponse } from "./outgoing-fetch";
import { readRetryAfter } from "./retry-after";

/** What is read of an answer, but for the exchange. */
export type ReadAnswer = Omit<Extract<TargetAnswer, { kind: "answered" }>, "exchange">;

/** Where error bodies that are not SCIM's say what is wrong, the most telling first. */
const messageNames = ["detail", "message", "error_description", "description", "errors", "error", "title"] as const;
const longestText = 200;

/**
 * Reads an answer of a target leniently: its content type is not believed, a byte order mark is passed over, and a SCIM error that
 * came with a status of success counts as the error that it is.
 *
 * @param url what was asked for
 * @param now milliseconds since 1970
 * @see RFC 7644 §3.12
 */
export function readTargetAnswer(
  { status, headers, body: text }: OutgoingResponse,
  url: string,
  now: number,
): ReadAnswer {
  const body = readJson(text);
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  const isHtml = /html|xml/i.test(headers.get("content-type") ?? "");
  const isScim = !isRedirect && (text.trim() === "" ? !isHtml : body !== undefined);
  const error = body === undefined ? undefined : readScimError(body);
  const told = error?.status !== undefined && status < 300 ? error.status : status;
  const meta = isJsonObject(body?.meta) ? body.meta : {};
  const etag = headers.get("etag") ?? readText(meta.version);
  const location = headers.get("location") ?? readText(meta.location);
  const retryAfterMs = readRetryAfter(headers, told, now);
  const scimType = told < 400 || body === undefined ? undefined : readText(readMember(body, "scimType"));
  const detail = isRedirect
    ? describeRedirect(location, url)
    : told >= 400 || !isScim
      ? (findMessage(body) ?? describeText(text, headers))
      : undefined;
  return {
    kind: "answered",
    status: told,
    isScim,
    ...(body === undefined ? {} : { body }),
    ...(etag === undefined ? {} : { etag }),
    ...(location === undefined ? {} : { location }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(scimType === undefined ? {} : { scimType }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** The JSON object of a text; an array is taken for the resources of a list. Undefined for all else. */
export function readJson(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (Array.isArray(value)) return { schemas: [listResponseUrn], totalResults: value.length, Resources: value };
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The status that a SCIM error says it has, as number or text. */
function readScimError(body: JsonObject): { readonly status?: number } | undefined {
  const schemas = Array.isArray(body.schemas) ? body.schemas : [];
  if (!schemas.includes(errorUrn)) return undefined;
  const status = Number(readMember(body, "status"));
  return status >= 400 && status < 600 ? { status } : {};
}

function readMember(body: JsonObject, name: string): JsonValue | undefined {
  const found = findMemberName(body, name);
  return found === undefined ? undefined : getMember(body, found);
}

function readText(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** The first sentence that a body has where errors are told, however deep it is within them. */
function findMessage(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return readText(value);
  if (Array.isArray(value)) return findMessage(value[0]);
  if (!isJsonObject(value)) return undefined;
  for (const name of messageNames) {
    const found = findMessage(readMember(value, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function describeText(text: string, headers: Headers): string | undefined {
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
  const readable = (title ?? text.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim().slice(0, longestText);
  if (readable !== "") return readable;
  const type = headers.get("content-type");
  return type === null ? undefined : `The answer is empty, of type ${type}.`;
}

function describeRedirect(location: string | undefined, url: string): string {
  const target = location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined;
  const where = target === undefined ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  return `The target redirects ${where}. Roster does not follow redirects, since it would take the credential there. If that is the right place, make it the base URL.`;
}
