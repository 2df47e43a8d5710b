import type { Queries } from "./transaction";

/** What is known of a person beside the SCIM resource. */
export type PersonDetails = {
  /** Who may sign in to the console as this person. */
  readonly account: { readonly email: string; readonly hasPassword: boolean } | undefined;
  readonly externalIds: readonly { readonly scimClientId: string; readonly externalId: string }[];
  /** All subscriptions, live or sleeping, by the streams' names. */
  readonly streams: readonly { readonly id: string; readonly name: string; readonly isDefault: boolean }[];
  readonly directGroups: number;
};

/** Reads what is known of a person of the organization beside the SCIM resource. */
export async function findPersonDetails(
  db: Queries,
  organizationId: string,
  userId: string,
): Promise<PersonDetails | undefined> {
  const person = await db.user.findUnique({
    where: { organizationId_id: { organizationId, id: userId } },
    select: {
      account: { select: { email: true, passwordHash: true } },
      externalIds: { select: { scimClientId: true, externalId: true } },
      subscriptions: {
        select: { stream: { select: { id: true, name: true, isDefault: true } } },
        orderBy: { stream: { nameFolded: "asc" } },
      },
      _count: { select: { memberships: true } },
    },
  });
  if (person === null) return undefined;
  const { account, externalIds, subscriptions, _count } = person;
  return {
    account: account === null ? undefined : { email: account.email, hasPassword: account.passwordHash !== null },
    externalIds,
    streams: subscriptions.map(({ stream }) => stream),
    directGroups: _count.memberships,
  };
}
