import { findAddress } from "@/lib/directory/email-policy";
import type { Role } from "@/lib/directory/role";
import { isJsonObject } from "@/lib/scim/json";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

type TokenHash = Uint8Array<ArrayBuffer>;

/** Somebody who is to sign in, as an invitation needs them. */
export type Invitee = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly hasAccount: boolean;
  /** The userName if it is an address, else the primary email. */
  readonly email: string | undefined;
  readonly organization: { readonly id: string; readonly name: string };
};

const inviteeColumns = {
  id: true,
  fullName: true,
  role: true,
  active: true,
  accountId: true,
  userName: true,
  attributes: true,
  organization: { select: { id: true, name: true } },
} as const;

/** The person of this id in the organization. */
export async function findInvitee(db: Queries, organizationId: string, id: string): Promise<Invitee | undefined> {
  const user = await db.user.findFirst({ where: { organizationId, id }, select: inviteeColumns });
  return user === null ? undefined : toInvitee(user);
}

/** Makes an invitation of the person the only one that can be used. */
export async function replaceInvitation(
  db: Queries,
  { organization, id: userId }: Pick<Invitee, "organization" | "id">,
  { tokenHash, expiresAt }: { readonly tokenHash: TokenHash; readonly expiresAt: Date },
): Promise<void> {
  await db.invitation.deleteMany({ where: { organizationId: organization.id, userId, usedAt: null } });
  await db.invitation.create({
    data: { id: createId(), organizationId: organization.id, userId, tokenHash, expiresAt },
  });
}

/** Who is invited by the invitation with this hash, unless it has been used or has expired. */
export async function findInvitation(db: Queries, tokenHash: TokenHash): Promise<Invitee | undefined> {
  const invitation = await db.invitation.findFirst({
    where: { tokenHash, usedAt: null, expiresAt: { gt: new Date() } },
    select: { user: { select: inviteeColumns } },
  });
  return invitation === null ? undefined : toInvitee(invitation.user);
}

/** Uses the invitation up. Of two transactions that try, the second waits for the first and is told false. */
export async function consumeInvitation(db: Queries, tokenHash: TokenHash): Promise<boolean> {
  const now = new Date();
  const { count } = await db.invitation.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

function toInvitee(user: {
  readonly id: string;
  readonly fullName: string;
  readonly role: Role;
  readonly active: boolean;
  readonly accountId: string | null;
  readonly userName: string;
  readonly attributes: unknown;
  readonly organization: { readonly id: string; readonly name: string };
}): Invitee {
  const { id, fullName: name, role, active, accountId, userName, attributes, organization } = user;
  const email = findAddress({ ...(isJsonObject(attributes) ? attributes : {}), userName });
  return { id, name, role, active, hasAccount: accountId !== null, email, organization };
}
