-- CreateIndex
CREATE INDEX "users_organization_id_role_active_id_idx" ON "users"("organization_id", "role", "active", "id");
