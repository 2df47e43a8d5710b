import { foldForComparison } from "@/lib/scim/fold";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

export type Stream = {
  readonly id: string;
  readonly name: string;
  /** Whether new people are subscribed to it. */
  readonly isDefault: boolean;
};

/** Makes a stream; undefined when the organization has one of that name. */
export async function insertStream(
  db: Queries,
  stream: { readonly organizationId: string; readonly name: string; readonly isDefault: boolean },
): Promise<Stream | undefined> {
  const [inserted] = await db.stream.createManyAndReturn({
    data: [{ id: createId(), nameFolded: foldForComparison(stream.name), ...stream }],
    skipDuplicates: true,
    select: { id: true, name: true, isDefault: true },
  });
  return inserted;
}

/** The organization's streams by name, with the number of live subscriptions: those of active people. */
export async function listStreams(
  db: Queries,
  organizationId: string,
): Promise<readonly (Stream & { readonly subscribers: number })[]> {
  const streams = await db.stream.findMany({
    where: { organizationId },
    select: {
      id: true,
      name: true,
      isDefault: true,
      _count: { select: { subscriptions: { where: { user: { active: true } } } } },
    },
    orderBy: { nameFolded: "asc" },
  });
  return streams.map(({ _count, ...stream }) => ({ ...stream, subscribers: _count.subscriptions }));
}
