import type { JsonObject } from "@/lib/scim/json";
import type { Connection } from "./pool-transaction";
import type { Queries } from "./transaction";
import { createId } from "./uuid";

/** Who acts: whoever runs the command line, a signed-in person, the holder of the one-time setup link, or Roster itself. */
export type Actor =
  | { readonly kind: "operator" }
  | { readonly kind: "system" }
  | { readonly kind: "setupLink" }
  | { readonly kind: "person"; readonly id: string };

export type AuditEvent = {
  readonly actor: Actor;
  /** Absent for an act that belongs to no organization. */
  readonly organizationId?: string;
  /** Such as "scimClient.created". */
  readonly action: string;
  /** What the act was done to, in words a person knows it by. */
  readonly subject: string;
  /** Before, after and what else tells the act; never a token or a password. */
  readonly details?: JsonObject;
};

/** Records an act. Call it in the act's own transaction, so that neither is there without the other. */
export async function insertAuditEvent(db: Queries, event: AuditEvent): Promise<void> {
  await db.auditEvent.create({
    data: {
      id: createId(),
      organizationId: event.organizationId ?? null,
      actorKind: event.actor.kind,
      actorId: event.actor.kind === "person" ? event.actor.id : null,
      action: event.action,
      subject: event.subject,
      ...(event.details === undefined ? {} : { details: event.details }),
    },
  });
}

/** As `insertAuditEvent`, for an act whose transaction is held by a connection of the pool. */
export async function insertAuditEventOn(connection: Connection, event: AuditEvent): Promise<void> {
  await connection.query(
    `INSERT INTO audit_events (id, organization_id, actor_kind, actor_id, action, subject, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      createId(),
      event.organizationId ?? null,
      event.actor.kind,
      event.actor.kind === "person" ? event.actor.id : null,
      event.action,
      event.subject,
      event.details === undefined ? null : JSON.stringify(event.details),
    ],
  );
}
