import { AsyncLocalStorage } from "node:async_hooks";
import { readRemoteAddress } from "@/lib/directory/remote-address";
import { readEnvironment } from "@/lib/env";

type Connection = { readonly address: string | undefined };

declare global {
  // The server's own modules and those that Next.js bundles are loaded apart, in one process: only a global is one for both.
  var rosterConnection: AsyncLocalStorage<Connection> | undefined;
}

/**
 * Answers a request for a page or the API with its connection's address known: Next.js does not hand it on, and a header in
 * its place could be forged.
 */
export function answerConnection<Answer>(address: string | undefined, answer: () => Answer): Answer {
  globalThis.rosterConnection ??= new AsyncLocalStorage();
  return globalThis.rosterConnection.run({ address }, answer);
}

/**
 * The address of whoever asks, by ROSTER_TRUSTED_PROXY_HOPS.
 *
 * @returns undefined when there is none to be believed: plain `next start` without a trusted proxy
 */
export function readCallerAddress(headers: Headers): string | undefined {
  const connection = globalThis.rosterConnection?.getStore();
  return readRemoteAddress(headers, connection?.address, readEnvironment().trustedProxyHops);
}
