import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { type ConsoleRole, isConsoleRole } from "@/lib/auth/console-role";
import { readSession, type Session } from "@/lib/auth/session";
import { type Database, getDatabase } from "@/lib/db/pool";
import type { Organization } from "@/lib/directory/scim-client";
import { isPermitted, type Permission } from "./permissions";

/**
 * A person who may do what they are about to do, in one organization. Every use case of the console takes it first: without
 * it there is no database to read, and all it reads is scoped by `organization.id`.
 */
export type Access = {
  readonly database: Database;
  readonly organization: Organization;
  readonly actor: { readonly kind: "person"; readonly id: string };
  readonly person: { readonly id: string; readonly name: string; readonly role: ConsoleRole };
  readonly account: { readonly id: string; readonly email: string; readonly hasPassword: boolean };
  /** When the person proved who they are. */
  readonly authenticatedAt: Date;
  /** The organizations that the person may switch to, the open one included. */
  readonly organizations: readonly Organization[];
};

/** What stands between a visitor and an act. */
export type Admission =
  | { readonly kind: "admitted"; readonly access: Access }
  | { readonly kind: "signedOut" }
  | { readonly kind: "refused" };

/** Whether whoever asks may do it, without sending them anywhere: for route handlers and actions. */
export async function findAccess(permission: Permission): Promise<Admission> {
  const session = await readSession();
  if (session === undefined) return { kind: "signedOut" };
  const access = createAccess(session);
  if (access === undefined || !isPermitted(access.person.role, permission)) return { kind: "refused" };
  return { kind: "admitted", access };
}

/**
 * The access of whoever asks for a page. Who is signed out is sent to sign in and comes back; who may not do it gets the page
 * of a refusal (403).
 */
export async function requireAccess(permission: Permission): Promise<Access> {
  const admission = await findAccess(permission);
  if (admission.kind === "admitted") return admission.access;
  if (admission.kind === "refused") forbidden();
  const path = (await headers()).get("x-roster-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

function createAccess({ account, person, authenticatedAt }: Session): Access | undefined {
  if (person === undefined || !isConsoleRole(person.role)) return undefined;
  const { id, name, role, organization } = person;
  return {
    database: getDatabase(),
    organization,
    actor: { kind: "person", id },
    person: { id, name, role },
    account: { id: account.id, email: account.email, hasPassword: account.hasPassword },
    authenticatedAt,
    organizations: account.people.flatMap((other) => (isConsoleRole(other.role) ? [other.organization] : [])),
  };
}
