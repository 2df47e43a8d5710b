import { EmbeddedPostgresError } from "./embedded/embedded-postgres-error";
import { MigrationError } from "./migrate";

/** What each code of Node.js, of PostgreSQL or of TLS means to the person who set DATABASE_URL, and what to do. */
const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "No PostgreSQL answers at this address. Start it, or correct the host and port in DATABASE_URL.",
  ENOENT: "No PostgreSQL answers at this socket. Start it, or correct the host in DATABASE_URL.",
  ETIMEDOUT:
    "The database's host does not answer. Correct the host and port in DATABASE_URL, or open the firewall between them.",
  EHOSTUNREACH: "The database's host cannot be reached. Correct the host in DATABASE_URL, or the network between them.",
  ENETUNREACH: "The database's host cannot be reached. Correct the host in DATABASE_URL, or the network between them.",
  ENOTFOUND: "The database's host name is unknown. Correct the host in DATABASE_URL.",
  EAI_AGAIN:
    "The database's host name could not be looked up. Correct the host in DATABASE_URL, or this machine's name service.",
  ERR_INVALID_URL:
    "DATABASE_URL is not a PostgreSQL address. Write it as postgresql://user:password@host:5432/roster, with special characters percent-encoded.",
  "28P01": "The database refused the user or the password. Correct them in DATABASE_URL.",
  "28000":
    "The database does not let this user in from here. Correct DATABASE_URL, or allow it in the server's pg_hba.conf.",
  "3D000": "The database does not exist. Create it with CREATE DATABASE, or correct its name in DATABASE_URL.",
  "42501":
    "The database's user lacks a privilege that Roster needs. Make it the database's owner: ALTER DATABASE … OWNER TO ….",
  "53300": "The database has no connection left. Raise its max_connections, or run fewer Roster processes.",
  "53100": "The database's disk is full. Free some space on it.",
  "57P03": "The database is starting or stopping. Start Roster again in a moment.",
  "25006": "The database is read-only (a standby). Point DATABASE_URL to the primary.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "The database's TLS certificate is not trusted. Add sslrootcert=/path/to/ca.pem to DATABASE_URL.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "The database's TLS certificate is not trusted. Add sslrootcert=/path/to/ca.pem to DATABASE_URL.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The database's TLS certificate is not trusted. Add sslrootcert=/path/to/ca.pem to DATABASE_URL.",
};

/** Errors of the driver that have no code, by what their message holds. */
const sentencesByText: readonly (readonly [text: string, sentence: string])[] = [
  [
    "client password must be a string",
    "The database wants a password and DATABASE_URL has none. Add it: postgresql://user:password@host/roster.",
  ],
  [
    "does not support SSL",
    "The database does not speak TLS. Remove sslmode from DATABASE_URL, or set sslmode=disable.",
  ],
  [
    "timeout exceeded when trying to connect",
    "The database's host does not answer. Correct the host and port in DATABASE_URL, or open the firewall between them.",
  ],
];

/** Says in a sentence or two why the database cannot be used and what to do. Passwords are not part of any such error. */
export function describeDatabaseError(error: unknown): string {
  if (error instanceof EmbeddedPostgresError || error instanceof MigrationError) return error.message;
  const causes = listCauses(error);
  for (const cause of causes) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const sentence = sentences[code] ?? sentencesByText.find(([text]) => cause.message.includes(text))?.[1];
    if (sentence !== undefined) return cause.message === "" ? sentence : `${sentence} (${cause.message})`;
  }
  const reason = causes[0]?.message || String(error);
  return `The database cannot be used: ${reason}. Check DATABASE_URL and the database's own log.`;
}

/** The error and what caused it. A host name with several addresses fails with one error for each, in an AggregateError. */
function listCauses(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...inner.flatMap(listCauses), error];
}
