import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { answerConnection } from "@/lib/auth/caller-address";
import type { ScimEndpoint } from "@/lib/http/scim-endpoint";
import { refuseUnreadableAddress } from "@/lib/http/scim-response";
import { refuseUnreadableTokenRequest, type TokenEndpoint } from "@/lib/http/token-endpoint";
import { log } from "@/lib/log";

type ListenerParts = {
  /** Answers everything under /scim. */
  scim: ScimEndpoint;
  /** Answers /oauth/token, which is called directly because only the connection knows the address of the client. */
  token: TokenEndpoint;
  /** Answers the rest; resolves to Next's handler once the pages are ready. */
  pages: Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>>;
};

/**
 * Shares requests out between the SCIM endpoint, which is called directly because that is many times faster than through a
 * page framework, and the pages.
 */
export function createRequestListener({ scim, token, pages }: ListenerParts): RequestListener {
  const platformRequest = globalThis.Request;
  // This also makes Hono's lighter Request and Response the global ones: with its Response the endpoint answers about twice as
  // fast. Next.js, which makes a Request of its own for each page, keeps the platform's.
  const listenForScim = listenTo(scim, refuseUnreadableAddress);
  const listenForTokens = listenTo(token, refuseUnreadableTokenRequest);
  Object.defineProperty(globalThis, "Request", { value: platformRequest, writable: true, configurable: true });
  return (request, response) => {
    const listen = isScim(request.url) ? listenForScim : isTokenRequest(request.url) ? listenForTokens : undefined;
    const answerPage = () => pages.then((handle) => handle(request, response));
    const answered = listen?.(request, response) ?? answerConnection(request.socket.remoteAddress, answerPage);
    Promise.resolve(answered).catch((error: unknown) => {
      log.error("A request could not be answered", { reason: String(error) });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

function listenTo(endpoint: ScimEndpoint, errorHandler: () => Response) {
  return getRequestListener(
    (request, { incoming }) => endpoint(request, { remoteAddress: incoming.socket.remoteAddress }),
    { errorHandler },
  );
}

/**
 * Also what an identity provider calls whose base URL lacks a piece: only the SCIM endpoint tells it so in a form that it
 * reads, and writes it into the request log. No page has a path with these capital letters.
 */
const missedBase =
  /^\/(?:v2\/?|(?:v2\/)?(?:Users|Groups|Bulk|ServiceProviderConfig|ResourceTypes|Schemas)(?:\/[^?]*)?)(?:\?|$)/;

function isScim(url = "/"): boolean {
  return url === "/scim" || url.startsWith("/scim/") || url.startsWith("/scim?") || missedBase.test(url);
}

function isTokenRequest(url = "/"): boolean {
  return /^\/oauth\/token\/?(?:\?|$)/.test(url);
}
