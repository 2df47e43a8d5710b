import type { Role } from "@/lib/directory/role";
import { foldForComparison } from "@/lib/scim/fold";
import type { Queries } from "./transaction";

/** A person as people look at one. */
export type UserView = {
  readonly id: string;
  readonly userName: string;
  readonly fullName: string;
  readonly role: Role;
  readonly active: boolean;
  /** Names of the groups the person is a direct member of. */
  readonly groups: readonly string[];
  /** Names of the streams with a live subscription: none while the person is inactive. */
  readonly streams: readonly string[];
  readonly externalIds: readonly { readonly scimClient: string; readonly externalId: string }[];
};

/** The person of this userName, compared without regard to case. */
export async function findUserView(
  db: Queries,
  organizationId: string,
  userName: string,
): Promise<UserView | undefined> {
  const user = await db.user.findUnique({
    where: { organizationId_userNameFolded: { organizationId, userNameFolded: foldForComparison(userName) } },
    select: {
      id: true,
      userName: true,
      fullName: true,
      role: true,
      active: true,
      memberships: {
        select: { group: { select: { displayName: true } } },
        orderBy: { group: { displayNameFolded: "asc" } },
      },
      subscriptions: { select: { stream: { select: { name: true } } }, orderBy: { stream: { nameFolded: "asc" } } },
      externalIds: {
        select: { externalId: true, scimClient: { select: { name: true } } },
        orderBy: { scimClient: { nameFolded: "asc" } },
      },
    },
  });
  if (user === null) {
    return undefined;
  }
  const { memberships, subscriptions, externalIds, ...person } = user;
  return {
    ...person,
    groups: memberships.map(({ group }) => group.displayName),
    streams: person.active ? subscriptions.map(({ stream }) => stream.name) : [],
    externalIds: externalIds.map(({ scimClient, externalId }) => ({ scimClient: scimClient.name, externalId })),
  };
}

export type UserSummary = Pick<UserView, "id" | "userName" | "fullName" | "role" | "active">;

/**
 * People by userName.
 *
 * @param options.after only those whose userName comes after this one
 */
export async function listUserSummaries(
  db: Queries,
  organizationId: string,
  options: { readonly limit: number; readonly after?: string },
): Promise<readonly UserSummary[]> {
  return await db.user.findMany({
    where: {
      organizationId,
      ...(options.after === undefined ? {} : { userNameFolded: { gt: foldForComparison(options.after) } }),
    },
    select: { id: true, userName: true, fullName: true, role: true, active: true },
    orderBy: { userNameFolded: "asc" },
    take: options.limit,
  });
}
