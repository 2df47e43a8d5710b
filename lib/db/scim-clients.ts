import { type ClientOptionOverrides, readOptionOverrides } from "@/lib/directory/client-option-overrides";
import { isPreset, type Preset } from "@/lib/directory/client-options";
import { isScope, type Scope } from "@/lib/directory/scope";
import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject } from "@/lib/scim/json";
import type { Queries } from "./transaction";
import { createId, isUuid } from "./uuid";

/** A SCIM client as it is configured. */
export type ScimClientSettings = {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly preset: Preset;
  /** Only what was set on the client itself. */
  readonly overrides: ClientOptionOverrides;
  readonly state: "active" | "paused";
  /** What any token of the client may do at most. */
  readonly scopes: readonly Scope[];
  /** Addresses and networks (CIDR) that may call; empty: all. */
  readonly allowedAddresses: readonly string[];
  /** How long a token from the token endpoint lives: 60 to 360. */
  readonly tokenLifetimeMinutes: number;
  readonly created: Date;
};

const columns = {
  id: true,
  organizationId: true,
  name: true,
  preset: true,
  options: true,
  state: true,
  scopes: true,
  allowedAddresses: true,
  tokenLifetimeMinutes: true,
  created: true,
} as const;

type ScimClientRow = Omit<ScimClientSettings, "preset" | "overrides" | "scopes"> & {
  preset: string;
  options: unknown;
  scopes: string[];
};

/** Makes a SCIM client, by default with every scope and callable from everywhere; undefined when the organization has one of that name. */
export async function insertScimClient(
  db: Queries,
  client: Pick<ScimClientSettings, "organizationId" | "name" | "preset" | "overrides"> &
    Partial<Pick<ScimClientSettings, "scopes" | "allowedAddresses">>,
): Promise<ScimClientSettings | undefined> {
  const { organizationId, name, preset, overrides, scopes, allowedAddresses } = client;
  const [inserted] = await db.scimClient.createManyAndReturn({
    data: [
      {
        id: createId(),
        organizationId,
        name,
        nameFolded: foldForComparison(name),
        preset,
        options: { ...overrides },
        ...(scopes === undefined ? {} : { scopes: [...scopes] }),
        ...(allowedAddresses === undefined ? {} : { allowedAddresses: [...allowedAddresses] }),
      },
    ],
    skipDuplicates: true,
    select: columns,
  });
  return inserted === undefined ? undefined : readScimClient(inserted);
}

/** The organization's SCIM client of this name, compared without regard to case. */
export async function findScimClient(
  db: Queries,
  organizationId: string,
  name: string,
): Promise<ScimClientSettings | undefined> {
  const row = await db.scimClient.findUnique({
    where: { organizationId_nameFolded: { organizationId, nameFolded: foldForComparison(name) } },
    select: columns,
  });
  return row === null ? undefined : readScimClient(row);
}

/** The organization's SCIM client with this id; undefined when it is no id, or another organization's. */
export async function findScimClientById(
  db: Queries,
  organizationId: string,
  id: string,
): Promise<ScimClientSettings | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.scimClient.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: columns,
  });
  return row === null ? undefined : readScimClient(row);
}

/** The organization's SCIM clients by name. */
export async function listScimClients(db: Queries, organizationId: string): Promise<readonly ScimClientSettings[]> {
  const rows = await db.scimClient.findMany({
    where: { organizationId },
    select: columns,
    orderBy: { nameFolded: "asc" },
  });
  return rows.map(readScimClient);
}

/** Holds back other changes of the client and its tokens until the transaction ends. */
export async function lockScimClient(db: Queries, id: string): Promise<void> {
  await db.$queryRaw`SELECT id FROM scim_clients WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** Writes everything of the client that can be changed. */
export async function updateScimClient(db: Queries, client: ScimClientSettings): Promise<void> {
  await db.scimClient.update({
    where: { organizationId_id: { organizationId: client.organizationId, id: client.id } },
    data: {
      name: client.name,
      nameFolded: foldForComparison(client.name),
      preset: client.preset,
      options: { ...client.overrides },
      state: client.state,
      scopes: [...client.scopes],
      allowedAddresses: [...client.allowedAddresses],
      tokenLifetimeMinutes: client.tokenLifetimeMinutes,
    },
  });
}

/** Removes the client with its tokens and the external ids that it gave; people and groups stay. */
export async function deleteScimClient(db: Queries, client: ScimClientSettings): Promise<void> {
  await db.scimClient.delete({
    where: { organizationId_id: { organizationId: client.organizationId, id: client.id } },
  });
}

/** How many people and groups the client knows by an external id. */
export async function countExternalIds(
  db: Queries,
  scimClientId: string,
): Promise<{ readonly people: number; readonly groups: number }> {
  return {
    people: await db.userExternalId.count({ where: { scimClientId } }),
    groups: await db.groupExternalId.count({ where: { scimClientId } }),
  };
}

function readScimClient({ preset, options, scopes, ...row }: ScimClientRow): ScimClientSettings {
  if (!isPreset(preset) || !isJsonObject(options)) {
    throw new Error(
      `The SCIM client ${row.id} is stored with the preset "${preset}", which this version does not know.`,
    );
  }
  return { ...row, preset, overrides: readOptionOverrides(options), scopes: scopes.filter(isScope) };
}

/** The steps of the walkthrough that somebody ticked off by hand, and when. */
export async function findStepsDone(db: Queries, id: string): Promise<ReadonlyMap<string, Date>> {
  const row = await db.scimClient.findUnique({ where: { id }, select: { stepsDone: true } });
  if (!isJsonObject(row?.stepsDone)) return new Map();
  return new Map(
    Object.entries(row.stepsDone).flatMap(([step, at]) => (typeof at === "string" ? [[step, new Date(at)]] : [])),
  );
}

/** Notes that a step was done by hand, or that it was not. */
export async function updateStepDone(db: Queries, id: string, step: string, at: Date | undefined): Promise<void> {
  const done = new Map(await findStepsDone(db, id));
  if (at === undefined) done.delete(step);
  else done.set(step, at);
  const stepsDone = Object.fromEntries(Array.from(done, ([key, time]) => [key, time.toISOString()]));
  await db.scimClient.update({ where: { id }, data: { stepsDone } });
}
