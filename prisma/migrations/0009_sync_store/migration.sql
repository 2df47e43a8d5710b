-- What waits for a decision is not looked at four times a second.
DROP INDEX "sync_jobs_target_id_run_at_idx";
CREATE INDEX "sync_jobs_due_idx" ON "sync_jobs"("target_id", "run_at") WHERE NOT "held";

-- The members of a group are compared with the links of its people: from this index alone, since links are wide rows.
CREATE INDEX "resource_links_members_idx" ON "resource_links"("target_id", "resource_id")
  INCLUDE ("resource_type", "state", "remote_id") WHERE "remote_id" IS NOT NULL;

-- Roster itself pauses targets.
ALTER TABLE "audit_events" DROP CONSTRAINT "audit_events_actor_kind_check";
ALTER TABLE "audit_events"
    ADD CONSTRAINT "audit_events_actor_kind_check" CHECK ("actor_kind" IN ('operator', 'person', 'setupLink', 'system'));
