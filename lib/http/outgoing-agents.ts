import http from "node:http";
import https from "node:https";
import { rootCertificates } from "node:tls";

/** Connections that are kept, and those that are made for one request alone. */
export type AgentPair = { readonly kept: http.Agent; readonly fresh: http.Agent };

/** As many certificates have agents of their own at once. */
const maxCertificates = 100;

/**
 * A kept connection that nobody uses is closed after these milliseconds: before most servers close it themselves, and a
 * write that is sent into a connection that just closes leaves nobody sure whether it was carried out.
 */
const idleMs = 4_000;

/**
 * Agents of our own: a connection that another part of the process has made was not checked. Those for a certificate are not
 * used for requests without it.
 */
export function createOutgoingAgents(): (protocol: "http:" | "https:", caCertificate: string | undefined) => AgentPair {
  const kept = { keepAlive: true, maxFreeSockets: 64, timeout: idleMs };
  const plain = { kept: new http.Agent(kept), fresh: new http.Agent() };
  const usual = { kept: new https.Agent(kept), fresh: new https.Agent() };
  const byCertificate = new Map<string, AgentPair>();

  return (protocol, caCertificate) => {
    if (protocol === "http:") return plain;
    if (caCertificate === undefined) return usual;
    const ca = [...rootCertificates, caCertificate];
    const pair = byCertificate.get(caCertificate) ?? {
      kept: new https.Agent({ ...kept, ca }),
      fresh: new https.Agent({ ca }),
    };
    // The one used least recently goes first; its connections close when they have been idle.
    byCertificate.delete(caCertificate);
    byCertificate.set(caCertificate, pair);
    const [oldest] = byCertificate.keys();
    if (byCertificate.size > maxCertificates && oldest !== undefined) byCertificate.delete(oldest);
    return pair;
  };
}
