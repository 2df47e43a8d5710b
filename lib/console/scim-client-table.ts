import { listScimClients } from "@/lib/db/scim-clients";
import { presetNames } from "@/lib/directory/preset-names";
import type { Access } from "./access";
import { readClientFigures } from "./client-figures";
import { type ClientHealth, judgeClients } from "./client-health";

/** A SCIM client as the list shows it. */
export type ScimClientRow = ClientHealth & {
  readonly id: string;
  readonly name: string;
  readonly providerName: string;
  readonly activePeople: number;
  readonly inactivePeople: number;
  readonly groups: number;
  /** Whether the three are known: at first many are counted in the background. */
  readonly isCounted: boolean;
  /** When they were counted, where that is not now. */
  readonly countedAt: Date | undefined;
};

/** By what the list may be sorted. */
export const scimClientSorts = ["name", "state", "people", "groups", "lastRequest", "tokenExpiry"] as const;

export type ScimClientSort = (typeof scimClientSorts)[number];

/** What needs somebody first comes first. */
const tones = ["danger", "warning", "paused", "waiting", "success"];

const sortKeys: Readonly<Record<ScimClientSort, (row: ScimClientRow) => string | number>> = {
  name: ({ name }) => name.toLowerCase(),
  state: ({ health }) => tones.indexOf(health.tone),
  people: ({ activePeople, inactivePeople }) => activePeople + inactivePeople,
  groups: ({ groups }) => groups,
  lastRequest: ({ lastRequestAt }) => lastRequestAt?.getTime() ?? 0,
  tokenExpiry: ({ accessEndsAt }) =>
    accessEndsAt === undefined ? 0 : (accessEndsAt?.getTime() ?? Number.MAX_SAFE_INTEGER),
};

/** The SCIM clients of the open organization with what the list says of each. */
export async function listScimClientRows(
  access: Access,
  { sort, isDescending }: { readonly sort: ScimClientSort; readonly isDescending: boolean },
  now: Date,
): Promise<readonly ScimClientRow[]> {
  const clients = await listScimClients(access.database.prisma, access.organization.id);
  const [healths, { figures, countedAt }] = await Promise.all([
    judgeClients(access, clients, now),
    readClientFigures(access, now),
  ]);
  const rows = clients.flatMap(({ id, name, preset }) => {
    const health = healths.get(id);
    const counted = figures?.find(({ scimClientId }) => scimClientId === id);
    const { activePeople = 0, inactivePeople = 0, groups = 0 } = counted ?? {};
    const known = { activePeople, inactivePeople, groups, isCounted: figures !== undefined, countedAt };
    return health === undefined ? [] : [{ ...health, id, name, providerName: presetNames[preset], ...known }];
  });
  const readKey = sortKeys[sort];
  const sorted = rows.toSorted((a, b) => compare(readKey(a), readKey(b)) || compare(a.name, b.name));
  return isDescending ? sorted.toReversed() : sorted;
}

function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
