import {
  type ClientFigures,
  countFigures,
  findKeptFigures,
  hasManyResources,
  type KeptFigures,
  listClientFigures,
} from "@/lib/db/client-figures";
import type { Database } from "@/lib/db/pool";
import { log } from "@/lib/log";
import type { Access } from "./access";

/** What the SCIM clients of an organization provision. */
export type ReadFigures = {
  /** Undefined: they are being counted, for the first time. */
  readonly figures: readonly ClientFigures[] | undefined;
  /** When they were counted, where that is not now. */
  readonly countedAt?: Date;
};

const freshMs = 60_000;
const patienceMs = 100;

/** What is being counted in this process, by organization. */
const counting = new Map<string, Promise<KeptFigures | undefined>>();

/**
 * What the SCIM clients of the open organization provision. To count a million takes the better part of a second: where there are
 * many, what was counted last is told, and counted anew in the background when it is more than a minute old. Few are counted at once.
 *
 * @param many from how many people and groups on
 */
export async function readClientFigures(
  { database, organization }: Access,
  now: Date,
  many = 10_000,
): Promise<ReadFigures> {
  if (!(await hasManyResources(database, organization.id, many))) {
    return { figures: await listClientFigures(database, organization.id) };
  }
  const kept = await findKeptFigures(database, organization.id);
  if (kept !== undefined && now.getTime() - kept.countedAt.getTime() < freshMs) return kept;
  const counted = count(database, organization.id, now);
  // Often it is soon done.
  const soon = await Promise.race([counted, new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs))]);
  return soon ?? kept ?? { figures: undefined };
}

function count(database: Database, organizationId: string, now: Date): Promise<KeptFigures | undefined> {
  const running = counting.get(organizationId);
  if (running !== undefined) return running;
  const begun = countFigures(database, organizationId, now)
    .catch((error: unknown) => {
      log.warn("What the SCIM clients provision could not be counted.", { reason: String(error) });
      return undefined;
    })
    .finally(() => counting.delete(organizationId));
  counting.set(organizationId, begun);
  return begun;
}
