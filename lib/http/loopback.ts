import { isIP } from "node:net";
import type { Environment } from "@/lib/env";

declare global {
  // The server's own modules and those that Next.js bundles are loaded apart, in one process: only a global is one for both.
  var rosterLoopbackUrl: string | undefined;
}

/** Remembers where this very process listens, once it does. */
export function shareLoopback({ host, port }: Pick<Environment, "host" | "port">): void {
  // What listens everywhere is called on the machine itself.
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  globalThis.rosterLoopbackUrl = `http://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}

/**
 * Where this process reaches itself, without a detour over the network; ROSTER_URL where the process does not know its own
 * address, as on a hosting platform.
 */
export function findOwnUrl(rosterUrl: string): string {
  return globalThis.rosterLoopbackUrl ?? rosterUrl;
}
