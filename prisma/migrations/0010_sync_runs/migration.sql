-- What a run sees is kept with the run, not with the link.
ALTER TABLE "resource_links" DROP COLUMN "seen_run_id";

-- AlterTable
ALTER TABLE "sync_plan_items" ADD COLUMN     "finding" JSONB;

-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "stale" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "sync_sightings" (
    "run_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "matches_id" UUID,
    "to_verify" BOOLEAN NOT NULL DEFAULT false,
    "finding" JSONB,

    CONSTRAINT "sync_sightings_pkey" PRIMARY KEY ("run_id","resource_type","remote_id")
);

-- CreateIndex
CREATE INDEX "sync_plan_items_run_id_state_resource_type_resource_id_idx" ON "sync_plan_items"("run_id", "state", "resource_type", "resource_id");

-- AddForeignKey
ALTER TABLE "sync_sightings" ADD CONSTRAINT "sync_sightings_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Only few sightings seem to be a resource that is not linked, or have to be read by themselves.
CREATE INDEX "sync_sightings_matches" ON "sync_sightings" ("run_id", "resource_type", "matches_id") WHERE "matches_id" IS NOT NULL;
CREATE INDEX "sync_sightings_to_verify" ON "sync_sightings" ("run_id", "resource_type", "remote_id") WHERE "to_verify";
