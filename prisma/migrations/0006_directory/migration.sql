-- By what people are looked up and ordered in the console: full name, userName and first email, folded, each as far as an
-- index can hold it. Generated, so that whoever writes a person need not know of it.
ALTER TABLE "users" ADD COLUMN "find_key" TEXT COLLATE "C" GENERATED ALWAYS AS (
    left("full_name_folded", 120) || E'\t' || left("user_name_folded", 120)
    || COALESCE(E'\t' || left("search" #>> '{emails,0,value}', 120), '')
) STORED;

-- Pages of people in the order of their names, and the search of their names, read this index alone.
CREATE INDEX "users_organization_id_find_key_id_idx" ON "users"("organization_id", "find_key", "id");

-- In which changes of groups a person came or went: their history asks for it.
CREATE INDEX "resource_changes_members_idx" ON "resource_changes" USING GIN (("after" -> 'members') jsonb_path_ops)
    WHERE "resource_type" = 'Group' AND "after" ? 'members';
