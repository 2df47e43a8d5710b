import { foldForComparison } from "@/lib/scim/fold";
import { foldResource } from "@/lib/scim/fold-resource";
import type { JsonObject } from "@/lib/scim/json";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { askTargets } from "./sync/ask-targets";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

export type Account = { readonly id: string; readonly email: string; readonly passwordHash: string | null };

const accountColumns = { id: true, email: true, passwordHash: true } as const;

/** The account of this email, compared without regard to case. */
export async function findAccount(db: Queries, email: string): Promise<Account | undefined> {
  const emailFolded = foldForComparison(email);
  return (await db.account.findUnique({ where: { emailFolded }, select: accountColumns })) ?? undefined;
}

/** Makes an account; undefined when the email belongs to another one. */
export async function insertAccount(
  db: Queries,
  { email, passwordHash }: { readonly email: string; readonly passwordHash: string | null },
): Promise<Account | undefined> {
  const [inserted] = await db.account.createManyAndReturn({
    data: [{ id: createId(), email, emailFolded: foldForComparison(email), passwordHash }],
    skipDuplicates: true,
    select: accountColumns,
  });
  return inserted;
}

/** Whether any organization has an owner who is active. */
export async function hasActiveOwner(db: Queries): Promise<boolean> {
  return (
    (await db.user.findFirst({
      where: { role: "owner", active: true, organization: { sandboxOfId: null } },
      select: { id: true },
    })) !== null
  );
}

export type NewOwner = {
  readonly organizationId: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
};

const userResourceType = createResourceTypes({ role: true, keepsUnknown: false }).user;

/**
 * Makes a person with the role owner who signs in with the account, subscribed to the default streams, and the
 * ResourceChange of it.
 *
 * @returns the person's id; undefined when the userName belongs to somebody in the organization
 */
export async function insertOwner(
  db: Queries,
  { organizationId, accountId, email, name }: NewOwner,
): Promise<string | undefined> {
  const id = createId();
  const created = new Date();
  const attributes: JsonObject = { name: { formatted: name }, emails: [{ value: email, type: "work", primary: true }] };
  const { count } = await db.user.createMany({
    data: [
      {
        id,
        organizationId,
        accountId,
        userName: email,
        userNameFolded: foldForComparison(email),
        active: true,
        role: "owner",
        displayName: name,
        displayNameFolded: foldForComparison(name),
        fullName: name,
        fullNameFolded: foldForComparison(name),
        attributes,
        search: foldResource(userResourceType, attributes),
        created,
        lastModified: created,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) {
    return undefined;
  }
  const streams = await db.stream.findMany({ where: { organizationId, isDefault: true }, select: { id: true } });
  await db.streamSubscription.createMany({
    data: streams.map((stream) => ({ organizationId, streamId: stream.id, userId: id })),
  });
  await db.resourceChange.create({
    data: {
      id: createId(),
      organizationId,
      resourceType: "User",
      resourceId: id,
      kind: "created",
      after: { userName: email, displayName: name, active: true, role: "owner", ...attributes },
      actorKind: "system",
    },
  });
  await askTargets(db, organizationId, "User", [id]);
  return id;
}
