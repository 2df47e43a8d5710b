import { createClientDirectory } from "@/lib/db/client-directory";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { getDatabase } from "@/lib/db/pool";
import { createRequestLog } from "@/lib/db/request-log-writer";
import { createTokenUsage } from "@/lib/db/token-usage";
import { readEnvironment } from "@/lib/env";
import { ensureKeptSecret, readSealingKeys } from "@/lib/secrets";
import { formatBaseUrl } from "./base-url";
import { createFailedAuthentications } from "./failed-authentications";
import { createIssuerKeys } from "./issuer-keys";
import { createOutgoingFetch } from "./outgoing-fetch";
import { createScimEndpoint, type ScimEndpoint } from "./scim-endpoint";
import { createTokenEndpoint, type TokenEndpoint } from "./token-endpoint";

/** The endpoint of this process with what belongs to it. */
export type RosterEndpoint = {
  readonly answer: ScimEndpoint;
  readonly answerTokenRequest: TokenEndpoint;
  /** Writes what requests have left to be written: for mounts where nothing runs between requests. */
  readonly flush: () => Promise<void>;
  /** Writes the rest and lets go of the database, which must be closed after this. */
  readonly close: () => Promise<void>;
};

declare global {
  // The server's own modules and those that Next.js bundles are loaded apart, in one process: only a global is one for both.
  var rosterEndpoint: RosterEndpoint | undefined;
}

/** The process's one endpoint, made at the first call from the environment and the process's database. */
export function getRosterEndpoint(): RosterEndpoint {
  globalThis.rosterEndpoint ??= createRosterEndpoint();
  return globalThis.rosterEndpoint;
}

/** Ends the process's endpoint, if there is one. */
export async function closeRosterEndpoint(): Promise<void> {
  const endpoint = globalThis.rosterEndpoint;
  globalThis.rosterEndpoint = undefined;
  await endpoint?.close();
}

function createRosterEndpoint(): RosterEndpoint {
  const environment = readEnvironment();
  const { rosterUrl, trustedProxyHops, targetAllow, dataDir, secret = ensureKeptSecret(dataDir) } = environment;
  const database = getDatabase();
  const store = createDirectoryStore(database, formatBaseUrl(rosterUrl), readSealingKeys(environment));
  const clients = createClientDirectory(database);
  const requestLog = createRequestLog(database);
  const tokenUsage = createTokenUsage(database);
  const failedAuthentications = createFailedAuthentications();
  return {
    answer: createScimEndpoint({
      store,
      clients,
      requestLog,
      tokenUsage,
      failedAuthentications,
      rosterUrl,
      trustedProxyHops,
      secret,
    }),
    answerTokenRequest: createTokenEndpoint({
      database,
      clients,
      issuerKeys: createIssuerKeys(createOutgoingFetch({ allow: targetAllow })),
      requestLog,
      failedAuthentications,
      rosterUrl,
      trustedProxyHops,
      secret,
    }),
    flush: async () => {
      await Promise.all([requestLog.flush(), tokenUsage.flush()]);
    },
    close: async () => {
      await Promise.all([requestLog.close(), tokenUsage.close(), clients.close()]);
    },
  };
}
