-- AlterTable
ALTER TABLE "sync_jobs" ADD COLUMN     "admitted" BOOLEAN NOT NULL DEFAULT false;

-- Few are at any time: what the breaker counts.
CREATE INDEX "sync_jobs_admitted_idx" ON "sync_jobs"("target_id") WHERE "admitted";
