import { lookup as lookupName } from "node:dns";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { type AddressRange, containsAddress, isPublicAddress, parseAddressRange } from "@/lib/directory/address-range";
import { createOutgoingAgents } from "./outgoing-agents";
import { OutgoingFetchError } from "./outgoing-fetch-error";

/** A request of ours to somebody else's server. */
export type OutgoingRequest = {
  readonly url: string;
  /** Absent: GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For all of it: name look-up, connection, answer and its body. */
  readonly timeoutMs: number;
  /** The largest body that is read. */
  readonly maxBytes: number;
  /** In PEM: trusted besides the usual authorities. */
  readonly caCertificate?: string;
};

/** An answer of any status; redirects are answers, and nobody follows them. */
export type OutgoingResponse = { readonly status: number; readonly headers: Headers; readonly body: string };

/** @throws OutgoingFetchError */
export type OutgoingFetch = (request: OutgoingRequest) => Promise<OutgoingResponse>;

/**
 * Makes the function by which Roster calls addresses that people enter: issuers of assertions, other applications. It calls
 * public addresses by https, and those of `allow` by http too. An address is checked when the connection is made, in the
 * look-up of the connection itself: a name that has another address the next time gains nothing by it.
 *
 * @param options.allow ROSTER_TARGET_ALLOW: addresses and networks in CIDR notation
 * @param options.lookup how names are looked up
 * @see RFC 6890
 */
export function createOutgoingFetch(options: {
  readonly allow: readonly string[];
  readonly lookup?: LookupFunction;
}): OutgoingFetch {
  const allowed = options.allow.flatMap((text) => parseAddressRange(text) ?? []);
  const lookup = options.lookup ?? lookupName;
  const findAgents = createOutgoingAgents();

  return async (request) => {
    const url = readUrl(request.url);
    const isAllowed = (address: string) => mayConnect(address, url.protocol, allowed);
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    // An address that is written out is connected to without a look-up.
    if (isIP(host) !== 0 && !isAllowed(host)) throw createAddressError(host, url.protocol);
    const agents = findAgents(url.protocol, request.caCertificate);
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const attempt: Attempt = { url, host, deadline, lookup: createCheckedLookup(lookup, isAllowed, url.protocol) };
    try {
      return await sendOnce(request, attempt, agents.kept);
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      // The server closed a connection that it had kept for us, just when we used it. Asking again does no harm to a GET.
      if ((request.method ?? "GET") !== "GET" || deadline.aborted) throw error.reported;
      return await sendOnce(request, attempt, agents.fresh);
    }
  };
}

type Attempt = {
  readonly url: HttpUrl;
  readonly host: string;
  readonly deadline: AbortSignal;
  readonly lookup: LookupFunction;
};

/** A kept connection broke before anything of an answer came. */
class StaleConnectionError extends Error {
  readonly reported: OutgoingFetchError;

  constructor(reported: OutgoingFetchError) {
    super(reported.message);
    this.reported = reported;
  }
}

async function sendOnce(request: OutgoingRequest, attempt: Attempt, agent: http.Agent): Promise<OutgoingResponse> {
  const { url, host, deadline, lookup } = attempt;
  let sending: http.ClientRequest | undefined;
  let sent = false;
  let answered = false;
  try {
    // Throws at once for a header or a certificate that cannot be used.
    sending = (url.protocol === "http:" ? http : https).request(url, {
      method: request.method ?? "GET",
      headers: { "accept-encoding": "identity", ...request.headers },
      agent,
      signal: deadline,
      lookup,
    });
    whenConnected(sending, () => {
      sent = true;
    });
    const response = await send(sending, request.body);
    answered = true;
    return await readResponse(response, request.maxBytes);
  } catch (error) {
    sending?.destroy();
    if (error instanceof OutgoingFetchError) throw error;
    if (deadline.aborted) throw createTimeoutError(host, request.timeoutMs, sent);
    const reported = createUnreachableError(host, error, sent);
    throw sending?.reusedSocket === true && !answered ? new StaleConnectionError(reported) : reported;
  }
}

/** Nothing leaves before there is a connection, and one that is encrypted. */
function whenConnected(sending: http.ClientRequest, then: () => void): void {
  sending.once("socket", (socket: Socket) => {
    if (sending.reusedSocket) then();
    else socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", then);
  });
}

type HttpUrl = URL & { readonly protocol: "http:" | "https:" };

function readUrl(text: string): HttpUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isHttpUrl(url)) {
    throw new OutgoingFetchError("refused", "The address is not one of http or https.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new OutgoingFetchError("refused", "The address has a user name or a password in it. Leave them out.");
  }
  return url;
}

function isHttpUrl(url: URL): url is HttpUrl {
  return url.protocol === "http:" || url.protocol === "https:";
}

function mayConnect(address: string, protocol: string, allowed: readonly AddressRange[]): boolean {
  if (allowed.some((range) => containsAddress(range, address))) return true;
  return protocol === "https:" && isPublicAddress(address);
}

/** A look-up that gives the connection only addresses it may have. */
function createCheckedLookup(
  lookup: LookupFunction,
  isAllowed: (address: string) => boolean,
  protocol: string,
): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
      if (error !== null) return callback(error, []);
      const addresses = typeof found === "string" ? [{ address: found, family: isIP(found) }] : found;
      const usable = addresses.filter(({ address }) => isAllowed(address));
      const [first] = usable;
      if (first === undefined) return callback(createAddressError(hostname, protocol), []);
      return lookupOptions.all === true ? callback(null, usable) : callback(null, first.address, first.family);
    });
  };
}

function send(request: http.ClientRequest, body: string | undefined): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    // Stays for the whole exchange: what fails once the answer has begun is told by the answer.
    request.on("error", reject);
    request.end(body);
  });
}

async function readResponse(response: http.IncomingMessage, maxBytes: number): Promise<OutgoingResponse> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    length += bytes.byteLength;
    if (length > maxBytes) {
      const message = `The answer is larger than ${maxBytes} bytes, the most that is read.`;
      throw new OutgoingFetchError("tooLarge", message, { sent: true });
    }
    chunks.push(bytes);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") };
}

function createAddressError(host: string, protocol: string): OutgoingFetchError {
  const rule =
    protocol === "http:"
      ? "Plain http is used for addresses in ROSTER_TARGET_ALLOW only"
      : "Roster connects to public addresses, and to those in ROSTER_TARGET_ALLOW";
  const advice = "Whoever runs Roster can add its address or network there.";
  return new OutgoingFetchError("refused", `Roster does not connect to ${host}. ${rule}. ${advice}`);
}

function createTimeoutError(host: string, timeoutMs: number, sent: boolean): OutgoingFetchError {
  const seconds = timeoutMs / 1000;
  return new OutgoingFetchError("timeout", `${host} did not answer completely within ${seconds} seconds.`, { sent });
}

function createUnreachableError(host: string, error: unknown, sent: boolean): OutgoingFetchError {
  // When several addresses were tried, only the code says why none of them answered.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  const details = code === "" ? { sent } : { sent, code };
  return new OutgoingFetchError("unreachable", `${host} could not be reached: ${message || code}.`, details);
}
