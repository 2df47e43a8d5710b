-- AlterTable
ALTER TABLE "request_log" ADD COLUMN     "action" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "agent" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "effects" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "label" TEXT,
ADD COLUMN     "leniency_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "options" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "outcome" TEXT NOT NULL DEFAULT 'read',
ADD COLUMN     "search" tsvector,
ADD COLUMN     "token_id" UUID,
ADD COLUMN     "token_last_four" TEXT,
ADD COLUMN     "trace" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "request_counts" (
    "organization_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "status_class" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_counts_pkey" PRIMARY KEY ("organization_id","hour","scim_client_id","action","outcome","agent","status_class")
);

-- CreateIndex
CREATE INDEX "request_counts_scim_client_id_hour_idx" ON "request_counts"("scim_client_id", "hour");

-- CreateIndex
CREATE INDEX "request_log_organization_id_outcome_id_idx" ON "request_log"("organization_id", "outcome", "id");

-- CreateIndex
CREATE INDEX "request_log_organization_id_action_id_idx" ON "request_log"("organization_id", "action", "id");

-- CreateIndex
CREATE INDEX "request_log_scim_client_id_id_idx" ON "request_log"("scim_client_id", "id");

-- CreateIndex
CREATE INDEX "request_log_search_idx" ON "request_log" USING GIN ("search");

-- Rows that are there already: roughly how they ended.
UPDATE "request_log" SET "outcome" = CASE
  WHEN "status" IN (401, 403, 429, 503) THEN 'refused'
  WHEN "status" >= 400 THEN 'failed'
  WHEN "method" IN ('GET', 'HEAD') THEN 'read'
  ELSE 'changed'
END;
