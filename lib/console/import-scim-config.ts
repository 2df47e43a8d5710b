import { findAccessTokenByHash, insertAccessToken } from "@/lib/db/access-tokens";
import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import { findOrganization } from "@/lib/db/organizations";
import type { Database } from "@/lib/db/pool";
import { findScimClient, insertScimClient, type ScimClientSettings } from "@/lib/db/scim-clients";
import { lockUntilEnd, type Queries } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { readAccessToken } from "@/lib/secrets";
import { describeToken, listLiveTokens, maximumLiveTokens, readAccessTokenState } from "./access-tokens";
import { createOrganizationIn } from "./organizations";
import { PythonSyntaxError } from "./python-source";
import { accept, actInTransaction, type Result, refuse } from "./result";
import { saveScimClient } from "./scim-clients";
import { readScimConfig, type ScimConfigEntry } from "./scim-config";
import { readScimConfigLiteral } from "./scim-config-source";

/** Tokens shorter than this are easier to guess than people think. */
const shortTokenLength = 20;

export type ImportedOrganization = {
  readonly organization: Organization;
  readonly client: ScimClientSettings;
  /** What the import did, a sentence each; empty when everything was there already. */
  readonly changes: readonly string[];
  readonly notCarriedOver: readonly string[];
  /** What the operator should know or do, a sentence each. */
  readonly advice: readonly string[];
};

/**
 * Brings Zulip's SCIM_CONFIG over: for each subdomain the organization, and a SCIM client with the preset zulip and the
 * options of the file, whose token stays valid. All in one transaction; a second run changes nothing.
 *
 * @param text the settings file, a fragment of it, or the dict alone
 */
export async function importScimConfig(
  database: Database,
  actor: Actor,
  text: string,
): Promise<Result<readonly ImportedOrganization[]>> {
  const entries = parseScimConfig(text);
  if (!entries.ok) return entries;
  const shared = findSharedToken(entries.value);
  if (shared !== undefined) {
    return refuse(
      `The organizations "${shared[0]}" and "${shared[1]}" have the same bearer_token. A token names its organization here: give each its own, in the file and in the identity provider.`,
    );
  }
  return await actInTransaction(database, async (db) => {
    await lockUntilEnd(db, "import");
    const imported: ImportedOrganization[] = [];
    for (const entry of entries.value) {
      const result = await importEntry(db, actor, entry);
      if (!result.ok) return result;
      imported.push(result.value);
    }
    return accept(imported);
  });
}

function parseScimConfig(text: string): Result<readonly ScimConfigEntry[]> {
  try {
    const entries = readScimConfig(readScimConfigLiteral(text));
    return entries.length === 0
      ? refuse("SCIM_CONFIG names no organization: there is nothing to import.")
      : accept(entries);
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      return refuse(error.message);
    }
    throw error;
  }
}

function findSharedToken(entries: readonly ScimConfigEntry[]): readonly [string, string] | undefined {
  const holders = new Map<string, string>();
  for (const { bearerToken, subdomain } of entries) {
    const holder = holders.get(bearerToken);
    if (holder !== undefined) {
      return [holder, subdomain];
    }
    holders.set(bearerToken, subdomain);
  }
  return undefined;
}

async function importEntry(db: Queries, actor: Actor, entry: ScimConfigEntry): Promise<Result<ImportedOrganization>> {
  const { subdomain } = entry;
  const changes: string[] = [];
  let organization = await findOrganization(db, subdomain);
  if (organization === undefined) {
    const created = await createOrganizationIn(db, actor, { subdomain, name: subdomain === "" ? "Root" : subdomain });
    if (!created.ok) return created;
    organization = created.value;
    changes.push(`Made the organization "${organization.name}".`);
  }
  const imported = await importClient(db, actor, organization, entry, changes);
  if (!imported.ok) return imported;
  const client = imported.value;
  const token = await importToken(db, actor, { organization, client }, entry.bearerToken);
  if (!token.ok) return token;
  changes.push(...token.value);
  const { length } = entry.bearerToken;
  return accept({
    organization,
    client,
    changes,
    notCarriedOver: entry.notCarriedOver,
    advice: [
      ...entry.advice,
      ...(length < shortTokenLength ? [`The token has only ${length} characters: rotate it soon.`] : []),
    ],
  });
}

async function importClient(
  db: Queries,
  actor: Actor,
  organization: Organization,
  entry: ScimConfigEntry,
  changes: string[],
): Promise<Result<ScimClientSettings>> {
  const { scimClientName: name, nameFormattedIncluded, createGuestsWithoutStreams } = entry;
  const overrides = { nameFormattedIncluded, createGuestsWithoutStreams };
  const organizationId = organization.id;
  const inserted = await insertScimClient(db, { organizationId, name, preset: "zulip", overrides });
  if (inserted !== undefined) {
    await insertAuditEvent(db, {
      actor,
      organizationId,
      action: "scimClient.created",
      subject: name,
      details: { id: inserted.id, preset: "zulip", options: overrides, importedFrom: "SCIM_CONFIG" },
    });
    changes.push(`Made the SCIM client "${name}" with the preset zulip.`);
    return accept(inserted);
  }
  const before = await findScimClient(db, organizationId, name);
  if (before === undefined) {
    throw new Error(`The SCIM client "${name}" went away while it was imported. Run the import again.`);
  }
  if (before.preset !== "zulip") {
    return refuse(
      `${organization.name} has a SCIM client "${before.name}" with the preset ${before.preset} already, which the import does not touch. Rename that one (scim-client set "${before.name}" -r "${organization.subdomain}" --name NEW), or change scim_client_name in the file.`,
    );
  }
  const client: ScimClientSettings = { ...before, overrides: { ...before.overrides, ...overrides } };
  const { optionChanges } = await saveScimClient(db, actor, { organization, before, client });
  for (const { option, before: old, after } of optionChanges) {
    changes.push(`Set ${option} of the SCIM client "${before.name}" to ${after}; it was ${old}.`);
  }
  return accept(client);
}

/** Keeps the token of the file valid, or says why it cannot. Returns what it did. */
async function importToken(
  db: Queries,
  actor: Actor,
  { organization, client }: { readonly organization: Organization; readonly client: ScimClientSettings },
  token: string,
): Promise<Result<readonly string[]>> {
  if (readAccessToken(token) === "mistyped") {
    return refuse(
      `The bearer_token of "${organization.subdomain}" begins like a token of Roster but cannot be one. Look for a typing mistake, or replace it in the file and in the identity provider.`,
    );
  }
  const described = describeToken(token);
  const now = new Date();
  const holder = await findAccessTokenByHash(db, described.hash);
  if (holder !== undefined && holder.scimClient.id !== client.id) {
    const { name, organization: other } = holder.scimClient;
    return refuse(
      `The bearer_token of "${organization.subdomain}" belongs to the SCIM client "${name}" of the organization "${other.subdomain}" already. Give this one its own token.`,
    );
  }
  if (holder !== undefined) {
    const state = readAccessTokenState(holder, now);
    return state === "live"
      ? accept([])
      : refuse(
          `The bearer_token of "${organization.subdomain}" was imported before and ${state === "revoked" ? "was revoked" : "has expired"} since. Issue a new token for "${client.name}" and enter it in the identity provider.`,
        );
  }
  const live = await listLiveTokens(db, client.id, now);
  if (live.length >= maximumLiveTokens) {
    return refuse(
      `The SCIM client "${client.name}" of "${organization.subdomain}" has two live tokens already, and neither is the file's bearer_token. Revoke one of them first.`,
    );
  }
  const inserted = await insertAccessToken(db, { scimClientId: client.id, ...described });
  await insertAuditEvent(db, {
    actor,
    organizationId: organization.id,
    action: "accessToken.imported",
    subject: client.name,
    details: { id: inserted.id, lastFour: inserted.lastFour },
  });
  return accept([`Kept the token${described.lastFour === "" ? "" : ` ending in ${described.lastFour}`} valid.`]);
}
