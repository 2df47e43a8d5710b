import { checkPassword } from "@/lib/auth/check-password";
import { isConsoleRole } from "@/lib/auth/console-role";
import { describeTooMany } from "@/lib/auth/sign-in-with-password";
import { linkAccount } from "@/lib/db/account-identities";
import { findAccount, insertAccount } from "@/lib/db/accounts";
import { insertAuditEvent } from "@/lib/db/audit-events";
import { consumeInvitation, findInvitation, type Invitee } from "@/lib/db/invitations";
import type { Database } from "@/lib/db/pool";
import { hashPassword } from "@/lib/secrets";
import { readPassword } from "./field-rules";
import { hashInvitationToken } from "./invitations";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** What the page of an invitation shows. */
export type OpenInvitation = {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly organization: { readonly id: string; readonly name: string };
  /** Whether the address has an account, whose password is then asked for, or which has none to ask for. */
  readonly account: "none" | "withPassword" | "withoutPassword";
};

const ended = "This invitation cannot be used any more. Ask whoever sent it for a new one.";

/** The invitation of this token while it can be accepted; undefined once it was used, replaced or has expired. */
export async function findOpenInvitation(database: Database, token: string): Promise<OpenInvitation | undefined> {
  const invitee = await findInvitation(database.prisma, hashInvitationToken(token));
  if (!isAcceptable(invitee)) return undefined;
  const { name, email, role, organization } = invitee;
  const existing = await findAccount(database.prisma, email);
  const account = existing === undefined ? "none" : existing.passwordHash === null ? "withoutPassword" : "withPassword";
  return { name, email, role, organization, account };
}

/**
 * Accepts the invitation: makes the person's account with this password; or, where their address has an account, in another
 * organization, links it when the password is its own. Of two who accept at once exactly one wins.
 *
 * @param address of whoever asks; failures count as those of signing in
 * @returns the account to sign in as, and the organization to open
 */
export async function acceptInvitation(
  database: Database,
  token: string,
  { password, address }: { readonly password: string; readonly address: string | undefined },
): Promise<Result<{ readonly accountId: string; readonly organizationId: string }>> {
  const invitation = await findOpenInvitation(database, token);
  if (invitation === undefined) return refuse(ended, "link");
  const { email } = invitation;
  const proven = await proveAccount(database, invitation, password, address);
  if (!proven.ok) return proven;
  const passwordHash = proven.value === undefined ? await hashPassword(password) : undefined;

  return await actInTransaction(database, async (db) => {
    const invitee = await findInvitation(db, hashInvitationToken(token));
    const isTheSame = isAcceptable(invitee) && invitee.email === email;
    if (!isTheSame || !(await consumeInvitation(db, hashInvitationToken(token)))) return refuse(ended, "link");
    const made = passwordHash === undefined ? undefined : await insertAccount(db, { email, passwordHash });
    const accountId = proven.value ?? made?.id;
    if (accountId === undefined) return refuse(`${email} got an account a moment ago. Open the link again.`, "link");
    if (!(await linkAccount(db, invitee.id, accountId))) return refuse(ended, "link");
    await insertAuditEvent(db, {
      actor: { kind: "person", id: invitee.id },
      organizationId: invitee.organization.id,
      action: "invitation.accepted",
      subject: invitee.name,
      details: { userId: invitee.id, email },
    });
    return accept({ accountId, organizationId: invitee.organization.id });
  });
}

/** The account that exists already, once its password was given; undefined when one is to be made. */
async function proveAccount(
  database: Database,
  { email, account }: OpenInvitation,
  password: string,
  address: string | undefined,
): Promise<Result<string | undefined>> {
  if (account === "withoutPassword") return refuse("This address signs in without a password. Sign in that way.");
  if (account === "none") {
    const read = readPassword(password);
    return read.ok ? accept(undefined) : read;
  }
  const attempt = await checkPassword(database, { email, password, address });
  if (attempt.kind === "right") return accept(attempt.value);
  return attempt.kind === "wait"
    ? refuse(describeTooMany(attempt.seconds), "password")
    : refuse(`This is not the password of ${email}.`, "password");
}

function isAcceptable(invitee: Invitee | undefined): invitee is Invitee & { readonly email: string } {
  if (invitee?.email === undefined) return false;
  return invitee.active && !invitee.hasAccount && isConsoleRole(invitee.role);
}
