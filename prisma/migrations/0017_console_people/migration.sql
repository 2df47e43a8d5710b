-- The console's list of people in the order in which they changed. Whoever is written comes to its end.
CREATE INDEX "users_organization_id_last_modified_id_idx" ON "users"("organization_id", "last_modified", "id");

-- Pages of guests, administrators and so on, and of who is inactive, in the order of their names. Prisma cannot describe partial
-- indexes. Most people are active members: they are in neither, and are written as fast as before.
CREATE INDEX "users_role_find_key_idx" ON "users"("organization_id", "role", "find_key", "id") WHERE "role" <> 'member';
CREATE INDEX "users_inactive_find_key_idx" ON "users"("organization_id", "find_key", "id") WHERE NOT "active";
