import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import {
  countExternalIds,
  deleteScimClient,
  findScimClient,
  insertScimClient,
  listScimClients as queryScimClients,
  type ScimClientSettings,
  updateScimClient,
} from "@/lib/db/scim-clients";
import type { Queries } from "@/lib/db/transaction";
import { listOptionChanges, type OptionChange } from "@/lib/directory/client-option-overrides";
import { resolveClientOptions } from "@/lib/directory/client-options";
import { everyScope } from "@/lib/directory/scope";
import { readAllowedAddresses, readScopes, readTokenLifetime } from "./access-fields";
import { issueAccessTokenIn } from "./access-tokens";
import { readName } from "./field-rules";
import { requireOrganization } from "./organizations";
import { type FoundScimClient, holdScimClient, requireScimClient } from "./require-scim-client";
import { accept, actInTransaction, type Result, refuse } from "./result";
import { readClientOptions, readPreset } from "./scim-client-fields";

/** The SCIM clients of the organization. */
export async function listScimClients(
  database: Database,
  subdomain: string,
): Promise<Result<readonly ScimClientSettings[]>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  return organization.ok ? accept(await queryScimClients(database.prisma, organization.value.id)) : organization;
}

export type NewScimClientInput = {
  readonly name: string;
  readonly preset?: string;
  /** Names and values as text. */
  readonly options: ReadonlyMap<string, string>;
  /** Absent: every scope. */
  readonly scopes?: readonly string[];
  /** Addresses and networks; absent or empty: it may be called from everywhere. */
  readonly allowedAddresses?: readonly string[];
  /** When its first token ends by itself; absent: never. */
  readonly tokenExpiresInDays?: number;
};

/** Makes a SCIM client with its first access token, which is returned here and never again. */
export async function addScimClient(
  database: Database,
  actor: Actor,
  subdomain: string,
  input: NewScimClientInput,
): Promise<Result<FoundScimClient & { readonly token: string }>> {
  return await actInTransaction(database, async (db) => {
    const organization = await requireOrganization(db, subdomain);
    if (!organization.ok) return organization;
    const name = readName(input.name, "a SCIM client's name");
    if (!name.ok) return name;
    const preset = readPreset(input.preset ?? "generic");
    if (!preset.ok) return preset;
    const overrides = readClientOptions(preset.value, {}, input.options);
    if (!overrides.ok) return overrides;
    const scopes = readScopes(input.scopes ?? [everyScope]);
    if (!scopes.ok) return scopes;
    const allowedAddresses = readAllowedAddresses(input.allowedAddresses ?? []);
    if (!allowedAddresses.ok) return allowedAddresses;
    const client = await insertScimClient(db, {
      organizationId: organization.value.id,
      name: name.value,
      preset: preset.value,
      overrides: overrides.value,
      scopes: scopes.value,
      allowedAddresses: allowedAddresses.value,
    });
    if (client === undefined) {
      return refuse(
        `${organization.value.name} has a SCIM client "${name.value}" already. Choose another name.`,
        "name",
      );
    }
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.value.id,
      action: "scimClient.created",
      subject: client.name,
      details: { id: client.id, ...describeAccess(client), preset: client.preset, options: { ...client.overrides } },
    });
    const { tokenExpiresInDays: expiresInDays } = input;
    const issued = await issueAccessTokenIn(
      db,
      actor,
      { client, organization: organization.value },
      expiresInDays === undefined ? {} : { expiresInDays },
    );
    return issued.ok ? accept({ client, organization: organization.value, token: issued.value.token }) : issued;
  });
}

export type ScimClientChange = FoundScimClient & {
  readonly before: ScimClientSettings;
  readonly optionChanges: readonly OptionChange[];
};

export type ScimClientChangeInput = {
  readonly name?: string;
  readonly preset?: string;
  /** Names and values as text. */
  readonly options: ReadonlyMap<string, string>;
  /** These in place of those it has. */
  readonly scopes?: readonly string[];
  /** These in place of those it has; empty: it may be called from everywhere. */
  readonly allowedAddresses?: readonly string[];
  /** How long tokens of the token endpoint live from now on. */
  readonly tokenLifetimeMinutes?: number;
};

/**
 * Changes a SCIM client. Setting a preset, also the one it has, re-applies that preset's defaults: what was set on the
 * client before is forgotten, and then the given options are set.
 */
export async function changeScimClient(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  input: ScimClientChangeInput,
): Promise<Result<ScimClientChange>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, name);
    if (!found.ok) return found;
    const { client: before, organization } = found.value;
    const preset = input.preset === undefined ? accept(before.preset) : readPreset(input.preset);
    if (!preset.ok) return preset;
    const kept = input.preset === undefined ? before.overrides : {};
    const overrides = readClientOptions(preset.value, kept, input.options);
    if (!overrides.ok) return overrides;
    const newName = input.name === undefined ? accept(before.name) : readName(input.name, "a SCIM client's name");
    if (!newName.ok) return newName;
    const holder = await findScimClient(db, organization.id, newName.value);
    if (holder !== undefined && holder.id !== before.id) {
      return refuse(`${organization.name} has a SCIM client "${holder.name}" already. Choose another name.`, "name");
    }
    const scopes = readScopes(input.scopes ?? before.scopes);
    if (!scopes.ok) return scopes;
    const allowedAddresses = readAllowedAddresses(input.allowedAddresses ?? before.allowedAddresses);
    if (!allowedAddresses.ok) return allowedAddresses;
    const tokenLifetimeMinutes = readTokenLifetime(input.tokenLifetimeMinutes ?? before.tokenLifetimeMinutes);
    if (!tokenLifetimeMinutes.ok) return tokenLifetimeMinutes;
    const client = {
      ...before,
      name: newName.value,
      preset: preset.value,
      overrides: overrides.value,
      scopes: scopes.value,
      allowedAddresses: allowedAddresses.value,
      tokenLifetimeMinutes: tokenLifetimeMinutes.value,
    };
    return accept(await saveScimClient(db, actor, { organization, client, before }));
  });
}

/** Writes the client as it is to be, with the audit event, unless nothing changed. */
export async function saveScimClient(
  db: Queries,
  actor: Actor,
  change: Omit<ScimClientChange, "optionChanges">,
): Promise<ScimClientChange> {
  const { before, client, organization } = change;
  const optionChanges = listOptionChanges(
    resolveClientOptions(before.preset, before.overrides),
    resolveClientOptions(client.preset, client.overrides),
  );
  if (JSON.stringify(describeSettings(before)) !== JSON.stringify(describeSettings(client))) {
    await updateScimClient(db, client);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "scimClient.changed",
      subject: client.name,
      details: { before: describeSettings(before), after: describeSettings(client) },
    });
  }
  return { ...change, optionChanges };
}

function describeSettings(client: ScimClientSettings) {
  const { name, preset, overrides, state, tokenLifetimeMinutes } = client;
  return { name, preset, options: { ...overrides }, state, ...describeAccess(client), tokenLifetimeMinutes };
}

function describeAccess({ scopes, allowedAddresses }: ScimClientSettings) {
  return { scopes: [...scopes], allowedAddresses: [...allowedAddresses] };
}

/** Pauses or resumes a client. `changed` is false when it was so already. */
export async function setScimClientState(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  state: ScimClientSettings["state"],
): Promise<Result<FoundScimClient & { readonly changed: boolean }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, name);
    if (!found.ok) return found;
    const { client: before, organization } = found.value;
    const client = { ...before, state };
    if (before.state !== state) {
      await updateScimClient(db, client);
      await insertAuditEvent(db, {
        actor,
        organizationId: organization.id,
        action: state === "paused" ? "scimClient.paused" : "scimClient.resumed",
        subject: client.name,
      });
    }
    return accept({ client, organization, changed: before.state !== state });
  });
}

export type ScimClientRemoval = FoundScimClient & {
  /** How many people and groups the client knows by an external id, which goes with it. */
  readonly externalIds: { readonly people: number; readonly groups: number };
};

/** What removing the client would take with it. */
export async function previewScimClientRemoval(
  database: Database,
  subdomain: string,
  name: string,
): Promise<Result<ScimClientRemoval>> {
  const found = await requireScimClient(database.prisma, subdomain, name);
  if (!found.ok) return found;
  return accept({ ...found.value, externalIds: await countExternalIds(database.prisma, found.value.client.id) });
}

/** Removes a client with its tokens and the external ids it gave. The people and groups stay. */
export async function removeScimClient(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
): Promise<Result<ScimClientRemoval>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, name);
    if (!found.ok) return found;
    const { client, organization } = found.value;
    const externalIds = await countExternalIds(db, client.id);
    await deleteScimClient(db, client);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "scimClient.removed",
      subject: client.name,
      details: { id: client.id, preset: client.preset, options: { ...client.overrides }, externalIds },
    });
    return accept({ client, organization, externalIds });
  });
}
