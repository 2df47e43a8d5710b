import { readOptionOverrides } from "@/lib/directory/client-option-overrides";
import { isPreset, resolveClientOptions } from "@/lib/directory/client-options";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { RedactionLevel } from "@/lib/directory/redaction-level";
import type { ScimClient } from "@/lib/directory/scim-client";
import { grantedScopes, isScope, type Scope } from "@/lib/directory/scope";
import { selectCustomAttributes } from "./custom-attributes";
import { listenForNotifications } from "./notification-listener";
import type { Database } from "./pool";

/** What an access token stands for. */
export type Credential = {
  readonly tokenId: string;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
  /** What the token may do. */
  readonly scopes: readonly Scope[];
  readonly lastFour: string;
  readonly forSimulator: boolean;
  /** How much of people the log of its requests shows. */
  readonly redaction: RedactionLevel;
  readonly client: ScimClient;
};

/** An organization that a request names. */
export type NamedOrganization = { readonly id: string; readonly redaction: RedactionLevel };

/** Finds SCIM clients by their tokens, and organizations by their subdomains. */
export type ClientDirectory = {
  /**
   * @param tokenHash SHA-256 of the token
   * @returns also the credential of a token that has expired or was revoked: the caller judges by its own clock
   */
  findCredential(tokenHash: Buffer): Promise<Credential | undefined>;
  /**
   * The organization of a subdomain; without one the only organization that there is, since nobody else can be meant.
   * Undefined when nobody can tell.
   */
  findOrganization(subdomain: string | undefined): Promise<NamedOrganization | undefined>;
  close(): Promise<void>;
};

const channel = "roster_scim_clients";
/** How long a change may go unnoticed at most, should a notification be lost without the connection noticing. */
const maxAgeMs = 5_000;
const maxEntries = 10_000;

type CredentialRow = {
  token_id: string;
  expires_at: Date | null;
  revoked_at: Date | null;
  client_id: string;
  client_name: string;
  preset: string;
  options: Readonly<Record<string, unknown>>;
  state: "active" | "paused";
  organization_id: string;
  last_four: string;
  for_simulator: boolean;
  redaction: RedactionLevel;
  subdomain: string;
  organization_name: string;
  allowed_email_domains: string[] | null;
  allow_email_subdomains: boolean;
  custom_attributes: readonly CustomAttribute[] | null;
  token_scopes: string[];
  client_scopes: string[];
  allowed_addresses: string[];
};

const selectCredential = `
  SELECT t.id AS token_id, t.expires_at, t.revoked_at, t.scopes AS token_scopes,
         t.last_four, t.for_simulator, o.redaction::text AS redaction,
         c.id AS client_id, c.name AS client_name, c.preset, c.options, c.state::text AS state,
         c.scopes AS client_scopes, c.allowed_addresses,
         o.id AS organization_id, o.subdomain, o.name AS organization_name,
         o.allowed_email_domains, o.allow_email_subdomains,
         ${selectCustomAttributes("o.id")} AS custom_attributes
  FROM access_tokens t
  JOIN scim_clients c ON c.id = t.scim_client_id
  JOIN organizations o ON o.id = c.organization_id
  WHERE t.hash = $1`;

/**
 * Opens the directory of SCIM clients. Credentials are kept in memory for some seconds and dropped at once when the
 * database says that they changed (see the migration scim_client_notifications); while it cannot say so, every look-up
 * goes to the database. What was not found is never kept.
 */
export function createClientDirectory(database: Pick<Database, "pool">): ClientDirectory {
  const entries = new Map<string, { readonly credential: Credential; readonly freshUntil: number }>();
  /** Counts the changes, so that what was read before one is not kept after it. */
  let generation = 0;

  const listener = listenForNotifications(
    database,
    channel,
    (changedId) => {
      generation += 1;
      for (const [key, { credential }] of entries) {
        const { client } = credential;
        if (client.id === changedId || client.organization.id === changedId) entries.delete(key);
      }
    },
    () => {
      generation += 1;
      entries.clear();
    },
  );

  async function loadCredential(tokenHash: Buffer): Promise<Credential | undefined> {
    const { rows } = await database.pool.query<CredentialRow>({
      name: "find-credential",
      text: selectCredential,
      values: [tokenHash],
    });
    return rows[0] === undefined ? undefined : readCredential(rows[0]);
  }

  return {
    async findCredential(tokenHash) {
      const key = tokenHash.toString("latin1");
      const entry = entries.get(key);
      if (entry !== undefined && entry.freshUntil > performance.now()) return entry.credential;
      const generationBefore = generation;
      const credential = await loadCredential(tokenHash);
      // Whenever the connection is lost or found, all is forgotten: what is remembered was read while it was there.
      if (credential !== undefined && listener.isListening() && generation === generationBefore) {
        if (entries.size >= maxEntries) entries.clear();
        entries.set(key, { credential, freshUntil: performance.now() + maxAgeMs });
      }
      return credential;
    },

    async findOrganization(subdomain) {
      const { rows } = await database.pool.query<NamedOrganization>({
        name: "find-organization",
        text: `SELECT id, redaction::text AS redaction FROM organizations
          WHERE subdomain = $1 OR ($1::text IS NULL AND sandbox_of_id IS NULL) LIMIT 2`,
        values: [subdomain ?? null],
      });
      return rows.length === 1 ? rows[0] : undefined;
    },

    close: () => listener.close(),
  };
}

function readCredential(row: CredentialRow): Credential {
  const { preset } = row;
  if (!isPreset(preset)) {
    throw new Error(`The SCIM client ${row.client_id} has the preset "${preset}", which this version does not know.`);
  }
  const scopes = row.client_scopes.filter(isScope);
  return {
    tokenId: row.token_id,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    scopes: grantedScopes(scopes, row.token_scopes),
    lastFour: row.last_four,
    forSimulator: row.for_simulator,
    redaction: row.redaction,
    client: {
      id: row.client_id,
      name: row.client_name,
      preset,
      state: row.state,
      options: resolveClientOptions(preset, readOptionOverrides(row.options)),
      scopes,
      allowedAddresses: row.allowed_addresses,
      organization: {
        id: row.organization_id,
        subdomain: row.subdomain,
        name: row.organization_name,
        allowedEmailDomains: row.allowed_email_domains ?? [],
        allowEmailSubdomains: row.allow_email_subdomains,
      },
      customAttributes: row.custom_attributes ?? [],
    },
  };
}
