-- CreateIndex
CREATE INDEX "resource_links_target_id_resource_type_state_idx" ON "resource_links"("target_id", "resource_type", "state");

-- Prisma cannot describe partial indexes: by these the few that need a look are counted and listed among a million.
CREATE INDEX "resource_links_problem_idx" ON "resource_links"("target_id", "id") WHERE "problem" IS NOT NULL;
CREATE INDEX "resource_links_drift_idx" ON "resource_links"("target_id", "id") WHERE "drift" IS NOT NULL;
