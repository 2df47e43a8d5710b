import type { JsonValue } from "@/lib/scim/json";
import type { ChangeActor } from "./resource-change";
import { isRole, type Role } from "./role";
import { findDecidingRole } from "./role-policy";

/** Where a person's role came from, as far as it can be told. */
export type RoleSource =
  /** Somebody chose it by hand. */
  | { readonly kind: "person" }
  /** Roster itself: the set-up, the command line. */
  | { readonly kind: "system" }
  /** A SCIM client sent the attribute `role`. */
  | { readonly kind: "attribute" }
  /** A SCIM client sent `roles`, whose deciding value is one of the five. */
  | { readonly kind: "roles" }
  /** A SCIM client sent no role, and its option defaultRole decided. */
  | { readonly kind: "default" }
  /** A SCIM client, and what it sent is not kept any more: its `role`, or its default. */
  | { readonly kind: "sentOrDefault" }
  /** The change that decided it is older than changes are kept. */
  | { readonly kind: "unknown" };

/** The latest change that wrote the role. */
export type RoleDecision = {
  readonly actorKind: ChangeActor["kind"];
  /** What the change left: `role`, and `roles` where they changed too. */
  readonly role: JsonValue | undefined;
  readonly roles: JsonValue | undefined;
  /** Whether the request named `role`; undefined when its body is not kept. */
  readonly namesRole: boolean | undefined;
};

/**
 * Tells what decided a role.
 *
 * @param decision absent when no kept change wrote it
 * @param defaultRole of the SCIM client that made the change, as it is now
 */
export function explainRole(decision: RoleDecision | undefined, defaultRole: Role | undefined): RoleSource {
  if (decision === undefined) return { kind: "unknown" };
  if (decision.actorKind !== "scimClient") return { kind: decision.actorKind };
  if (decision.namesRole === true) return { kind: "attribute" };
  const deciding = findDecidingRole(decision.roles);
  if (deciding !== undefined && isRole(deciding.value) && deciding.value === decision.role) return { kind: "roles" };
  if (decision.namesRole === false) return { kind: "default" };
  return { kind: decision.role === defaultRole ? "sentOrDefault" : "attribute" };
}
