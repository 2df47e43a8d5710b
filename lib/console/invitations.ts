import { isConsoleRole } from "@/lib/auth/console-role";
import { insertAuditEvent } from "@/lib/db/audit-events";
import { findInvitee, type Invitee, replaceInvitation } from "@/lib/db/invitations";
import { isUuid } from "@/lib/db/uuid";
import { readEnvironment } from "@/lib/env";
import { createSetupToken, hashToken } from "@/lib/secrets";
import type { Access } from "./access";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** How long an invitation can be accepted. */
const invitationDays = 7;

/** An invitation, told once: only the hash of its link's token is kept. */
export type MadeInvitation = {
  /** The whole link, for the inviter to pass on. Whoever has it can accept the invitation. */
  readonly url: string;
  readonly expiresAt: Date;
  /** The address with which the person will sign in. */
  readonly email: string;
  readonly name: string;
};

/**
 * Makes the one-time link by which an active owner or administrator without an account gets one. It holds for 7 days; links
 * made for the same person before stop working. Needs the permission "directory.write"; only an owner may invite an owner,
 * since whoever makes a link can use it.
 *
 * @returns a refusal when the person may not enter, has an account, or has no email address
 */
export async function invitePerson(access: Access, userId: string): Promise<Result<MadeInvitation>> {
  const token = createSetupToken();
  const expiresAt = new Date(Date.now() + invitationDays * 24 * 60 * 60_000);
  return await actInTransaction(access.database, async (db) => {
    const person = isUuid(userId) ? await findInvitee(db, access.organization.id, userId) : undefined;
    if (person === undefined) return refuse(`There is no such person in ${access.organization.name}.`);
    const obstacle = findObstacle(access, person);
    if (obstacle !== undefined || person.email === undefined) return refuse(obstacle ?? describeNoAddress(person));
    await replaceInvitation(db, person, { tokenHash: hashInvitationToken(token), expiresAt });
    await insertAuditEvent(db, {
      actor: access.actor,
      organizationId: access.organization.id,
      action: "invitation.created",
      subject: person.name,
      details: { userId: person.id, email: person.email, expiresAt: expiresAt.toISOString() },
    });
    const url = `${readEnvironment().rosterUrl}/invitation/${token}`;
    return accept({ url, expiresAt, email: person.email, name: person.name });
  });
}

function findObstacle({ person: inviter }: Access, { name, role, active, hasAccount }: Invitee): string | undefined {
  if (hasAccount) return `${name} has an account already and can sign in.`;
  if (!active) return `${name} is deactivated. Reactivate them first.`;
  if (!isConsoleRole(role)) {
    return `${name} has the role ${role}. The console is for owners and administrators: change the role first.`;
  }
  if (role === "owner" && inviter.role !== "owner") return `${name} is an owner. Only an owner may invite an owner.`;
  return undefined;
}

function describeNoAddress({ name }: Invitee): string {
  return `${name} has no email address to sign in with: neither the userName nor an email is one. Add one first.`;
}

/** By which an invitation is kept and found. */
export function hashInvitationToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hashToken(token));
}
