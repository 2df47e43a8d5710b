-- How many people and groups an organization has, counted as they come and go: a list says its total without reading them all.
-- Each backend counts in one of 64 rows, so that writers do not wait for each other; their sum is the number.
CREATE TABLE "resource_counts" (
    "organization_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "stripe" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "resource_counts_pkey" PRIMARY KEY ("organization_id","resource_type","stripe"),
    CONSTRAINT "resource_counts_resource_type_check" CHECK ("resource_type" IN ('User', 'Group'))
)
-- Room for the next version of each row beside it.
WITH (fillfactor = 50);

-- AddForeignKey
ALTER TABLE "resource_counts" ADD CONSTRAINT "resource_counts_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Runs once a statement, at its end, so that a row is held only until the commit that follows. The first argument is the type,
-- the second 1 for what came and -1 for what went. An organization that is removed with its people is counted no more.
CREATE FUNCTION count_resources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "resource_counts" AS c ("organization_id", "resource_type", "stripe", "count")
    SELECT m."organization_id", TG_ARGV[0], pg_backend_pid() % 64, m."count" * TG_ARGV[1]::int
    FROM (SELECT "organization_id", count(*)::int AS "count" FROM "moved" GROUP BY "organization_id") m
    WHERE EXISTS (SELECT 1 FROM "organizations" o WHERE o."id" = m."organization_id")
    ORDER BY m."organization_id"
    ON CONFLICT ("organization_id", "resource_type", "stripe") DO UPDATE SET "count" = c."count" + EXCLUDED."count";
    RETURN NULL;
END
$$;

-- From here on nobody else writes to the tables until this is over.
CREATE TRIGGER "count_created" AFTER INSERT ON "users" REFERENCING NEW TABLE AS "moved"
FOR EACH STATEMENT EXECUTE FUNCTION count_resources('User', '1');
CREATE TRIGGER "count_deleted" AFTER DELETE ON "users" REFERENCING OLD TABLE AS "moved"
FOR EACH STATEMENT EXECUTE FUNCTION count_resources('User', '-1');
CREATE TRIGGER "count_created" AFTER INSERT ON "groups" REFERENCING NEW TABLE AS "moved"
FOR EACH STATEMENT EXECUTE FUNCTION count_resources('Group', '1');
CREATE TRIGGER "count_deleted" AFTER DELETE ON "groups" REFERENCING OLD TABLE AS "moved"
FOR EACH STATEMENT EXECUTE FUNCTION count_resources('Group', '-1');

INSERT INTO "resource_counts" ("organization_id", "resource_type", "stripe", "count")
SELECT "organization_id", 'User', 0, count(*) FROM "users" GROUP BY "organization_id"
UNION ALL
SELECT "organization_id", 'Group', 0, count(*) FROM "groups" GROUP BY "organization_id";
