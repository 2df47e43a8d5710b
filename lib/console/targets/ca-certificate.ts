import { X509Certificate } from "node:crypto";
import { accept, type Result, refuse } from "../result";

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const mostCertificates = 20;

/** A certificate in words, for people to tell it from others. */
export type ShownCertificate = { readonly subject: string; readonly validTo: Date };

/**
 * Reads certificates of authorities in PEM.
 *
 * @returns them alone, without what stood around them
 */
export function readCaCertificate(text: string, now: Date): Result<string> {
  const blocks = Array.from(text.matchAll(block), ([whole, label = ""]) => ({ whole, label }));
  if (blocks.length === 0) {
    return refuse(
      "This holds no certificate. One in PEM begins with -----BEGIN CERTIFICATE-----; a file in DER is turned into it by: openssl x509 -inform der -in FILE.",
      "caCertificate",
    );
  }
  const other = blocks.find(({ label }) => label !== "CERTIFICATE");
  if (other !== undefined) {
    const advice = other.label.includes("PRIVATE KEY") ? " Never give a private key away." : "";
    return refuse(
      `Only certificates belong here, and this holds "${other.label.toLowerCase()}".${advice}`,
      "caCertificate",
    );
  }
  if (blocks.length > mostCertificates) {
    return refuse(
      `${blocks.length} certificates are too many: ${mostCertificates} are the most. Give the authority's own alone.`,
      "caCertificate",
    );
  }
  for (const [index, { whole }] of blocks.entries()) {
    const certificate = parseCertificate(whole);
    const which = blocks.length === 1 ? "The certificate" : `Certificate ${index + 1} of ${blocks.length}`;
    if (certificate === undefined) {
      return refuse(`${which} cannot be read: something is missing in it, or was changed.`, "caCertificate");
    }
    if (new Date(certificate.validTo) < now) {
      return refuse(`${which} ended on ${certificate.validTo}. Ask for the one that replaced it.`, "caCertificate");
    }
  }
  return accept(`${blocks.map(({ whole }) => whole).join("\n")}\n`);
}

/** The certificates that a target is trusted by besides the usual authorities. */
export function describeCertificates(pem: string): readonly ShownCertificate[] {
  return Array.from(pem.matchAll(block), ([whole]) => parseCertificate(whole)).flatMap((certificate) =>
    certificate === undefined
      ? []
      : [{ subject: certificate.subject.replaceAll("\n", ", "), validTo: new Date(certificate.validTo) }],
  );
}

function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
