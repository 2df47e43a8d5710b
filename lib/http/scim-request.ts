import { ScimError } from "@/lib/scim/errors";
import type { JsonValue } from "@/lib/scim/json";

const maxUrlLength = 16 * 1024;
/** SCIM needs four levels; the parser is spared the millions that ten megabytes of brackets would make. */
const maxNestingDepth = 64;

/**
 * @throws ScimError uriTooLong
 * @see RFC 9110 §15.5.15
 */
export function checkUrlLength(url: string): void {
  if (url.length <= maxUrlLength) return;
  const detail = `The address of the request has ${url.length} characters, and ${maxUrlLength} are the most. Shorten the filter.`;
  throw new ScimError("uriTooLong", detail);
}

/**
 * Refuses a client that reads no JSON. An absent header, a wildcard, application/scim+json and application/json are fine,
 * with whatever parameters.
 *
 * @throws ScimError notAcceptable
 * @see RFC 7644 §3.8
 */
export function checkAccept(headers: Headers): void {
  const accept = headers.get("accept");
  if (accept === null || accept.trim() === "" || accept.split(",").some(acceptsScim)) return;
  const detail =
    "Roster answers in application/scim+json, which the Accept header of the request excludes. Accept it, or send no Accept.";
  throw new ScimError("notAcceptable", detail);
}

function acceptsScim(mediaRange: string): boolean {
  const [type = "", ...parameters] = mediaRange.split(";").map((part) => part.trim().toLowerCase());
  const isRefused = parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter));
  return !isRefused && ["application/scim+json", "application/json", "application/*", "*/*"].includes(type);
}

/**
 * Refuses a body that does not call itself JSON. An absent header is fine: some clients send none.
 *
 * @throws ScimError unsupportedMediaType
 * @see RFC 7644 §3.1
 */
export function checkContentType(headers: Headers): void {
  const contentType = headers.get("content-type");
  if (contentType === null || contentType.trim() === "") return;
  const [type = "", ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  if (type !== "application/scim+json" && type !== "application/json") {
    const detail = `The body is said to be ${JSON.stringify(type.slice(0, 100))}. Send it as application/scim+json or application/json.`;
    throw new ScimError("unsupportedMediaType", detail);
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !["utf-8", "utf8", "us-ascii"].includes(charset.replaceAll('"', ""))) {
    throw new ScimError(
      "unsupportedMediaType",
      "The body is said to be in another encoding than UTF-8. Send it in UTF-8.",
    );
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the text of the body; a byte order mark at its beginning is dropped.
 *
 * @throws ScimError payloadTooLarge as soon as the limit is passed; invalidSyntax for bytes that are not UTF-8
 */
export async function readBodyText(request: Request, limitBytes: number): Promise<string> {
  const bytes = await readBodyBytes(request, limitBytes);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ScimError("invalidSyntax", "The body is not in UTF-8. Send JSON text in UTF-8.");
  }
}

async function readBodyBytes(request: Request, limitBytes: number): Promise<ArrayBuffer | Uint8Array> {
  const contentLength = request.headers.get("content-length");
  if (contentLength !== null && /^\d+$/.test(contentLength)) {
    if (Number(contentLength) > limitBytes) throw createTooLargeError(limitBytes);
    // The HTTP parser ends the body where Content-Length says, so that nothing needs to be counted on the way.
    const bytes = await request.arrayBuffer().catch(refuseBrokenBody);
    if (bytes.byteLength > limitBytes) throw createTooLargeError(limitBytes);
    return bytes;
  }
  return await readBodyStream(request, limitBytes);
}

async function readBodyStream(request: Request, limitBytes: number): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(refuseBrokenBody);
    if (done) return Buffer.concat(chunks);
    length += value.byteLength;
    if (length > limitBytes) {
      // What is still to come is of no interest; a failure to say so neither.
      reader.cancel().catch(() => undefined);
      throw createTooLargeError(limitBytes);
    }
    chunks.push(value);
  }
}

/** The client went away, or sent another amount than it announced: it is told, if it still listens. */
function refuseBrokenBody(): never {
  throw new ScimError("badRequest", "The connection ended before the whole body had arrived. Send the request again.");
}

function createTooLargeError(limitBytes: number): ScimError {
  const detail = `The body is larger than ${limitBytes} bytes, the most that is taken here. Send the members of a large group in several PATCH requests.`;
  return new ScimError("payloadTooLarge", detail);
}

/**
 * Parses the body of a request. A key `__proto__` is left out: no schema has it, and as a key it is only ever an attack.
 *
 * @throws ScimError invalidSyntax
 */
export function parseBody(text: string): JsonValue {
  if (text.trim() === "") {
    throw new ScimError("invalidSyntax", "The request has no body. Send the resource or the PATCH request as JSON.");
  }
  checkNestingDepth(text);
  try {
    const value: JsonValue = JSON.parse(text);
    return /__proto__|\\u/.test(text) ? withoutPrototypeKeys(value) : value;
  } catch (error) {
    // The parser's own message quotes the body, which may hold a password.
    const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = position === undefined ? "" : ` It cannot be read from character ${Number(position) + 1} on.`;
    throw new ScimError("invalidSyntax", `The body is not valid JSON.${where}`);
  }
}

function withoutPrototypeKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutPrototypeKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== "__proto__");
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutPrototypeKeys(member)]));
}

function checkNestingDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) {
      inString = true;
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > maxNestingDepth) {
        throw new ScimError(
          "invalidSyntax",
          `The body is nested deeper than ${maxNestingDepth} levels. SCIM resources need four at most.`,
        );
      }
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
}
