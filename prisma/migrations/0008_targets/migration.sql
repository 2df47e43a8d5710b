-- CreateEnum
CREATE TYPE "target_state" AS ENUM ('active', 'paused');

-- CreateEnum
CREATE TYPE "resource_link_state" AS ENUM ('creating', 'linked', 'deactivated', 'left', 'ignored');

-- CreateTable
CREATE TABLE "targets" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "state" "target_state" NOT NULL DEFAULT 'active',
    "pause" JSONB,
    "credential_kind" TEXT NOT NULL,
    "credential" BYTEA NOT NULL,
    "credential_hint" TEXT NOT NULL,
    "credential_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ca_certificate" TEXT,
    "options" JSONB NOT NULL,
    "scope_group_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "scope_roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "scope_filter" TEXT,
    "capabilities" JSONB,
    "preflight" JSONB,
    "preflight_at" TIMESTAMPTZ(3),
    "quirks" JSONB NOT NULL DEFAULT '{}',
    "blocked_until" TIMESTAMPTZ(3),
    "strain" INTEGER NOT NULL DEFAULT 0,
    "next_reconcile_at" TIMESTAMPTZ(3),
    "breaker_open_until" TIMESTAMPTZ(3),
    "sync_password" BOOLEAN NOT NULL DEFAULT false,
    "concurrency" INTEGER NOT NULL DEFAULT 4,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "targets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "property_mappings" (
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "expression" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "changed" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "property_mappings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "property_mapping_versions" (
    "mapping_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "expression" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "property_mapping_versions_pkey" PRIMARY KEY ("mapping_id","version")
);

-- CreateTable
CREATE TABLE "resource_links" (
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "remote_id" TEXT,
    "state" "resource_link_state" NOT NULL DEFAULT 'creating',
    "sent" JSONB,
    "sent_hash" TEXT,
    "received" JSONB,
    "etag" TEXT,
    "problem" JSONB,
    "drift" JSONB,
    "synced_at" TIMESTAMPTZ(3),
    "deprovisioned_at" TIMESTAMPTZ(3),
    "delete_at" TIMESTAMPTZ(3),
    "seen_run_id" UUID,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_link_members" (
    "link_id" UUID NOT NULL,
    "remote_value" TEXT NOT NULL,

    CONSTRAINT "resource_link_members_pkey" PRIMARY KEY ("link_id","remote_value")
);

-- CreateTable
CREATE TABLE "sync_jobs" (
    "target_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "request_id" UUID,
    "run_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "generation" BIGINT NOT NULL DEFAULT 1,
    "claim" UUID,
    "held" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "sync_jobs_pkey" PRIMARY KEY ("target_id","resource_type","resource_id")
);

-- CreateTable
CREATE TABLE "sync_lanes" (
    "target_id" UUID NOT NULL,
    "lane" INTEGER NOT NULL,
    "claim" UUID NOT NULL,
    "claimed_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_lanes_pkey" PRIMARY KEY ("target_id","lane")
);

-- CreateTable
CREATE TABLE "sync_runs" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "phase" TEXT NOT NULL DEFAULT 'read',
    "plan_id" UUID,
    "total" INTEGER NOT NULL DEFAULT 0,
    "looked" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "deprovisioned" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "conflicts" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "detail" TEXT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_tasks" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "position" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claim" UUID,

    CONSTRAINT "sync_tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_plan_items" (
    "run_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "changes" JSONB NOT NULL DEFAULT '[]',
    "reason" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "detail" TEXT,

    CONSTRAINT "sync_plan_items_pkey" PRIMARY KEY ("run_id","resource_type","resource_id")
);

-- CreateTable
CREATE TABLE "sync_attempts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "run_id" UUID,
    "request_id" UUID,
    "resource_type" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "operation" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "requests" INTEGER NOT NULL,
    "exchange" JSONB,
    "duration_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "sync_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unmanaged_resources" (
    "target_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "external_id" TEXT,
    "active" BOOLEAN,
    "matches_id" UUID,
    "ignored" BOOLEAN NOT NULL DEFAULT false,
    "seen_run_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unmanaged_resources_pkey" PRIMARY KEY ("target_id","resource_type","remote_id")
);

-- CreateTable
CREATE TABLE "pending_passwords" (
    "target_id" UUID NOT NULL,
    "resource_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pending_passwords_pkey" PRIMARY KEY ("target_id","resource_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "targets_organization_id_id_key" ON "targets"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "targets_organization_id_name_folded_key" ON "targets"("organization_id", "name_folded");

-- CreateIndex
CREATE UNIQUE INDEX "property_mappings_target_id_resource_type_name_key" ON "property_mappings"("target_id", "resource_type", "name");

-- CreateIndex
CREATE INDEX "resource_links_target_id_resource_type_id_idx" ON "resource_links"("target_id", "resource_type", "id");

-- CreateIndex
CREATE INDEX "resource_links_resource_id_idx" ON "resource_links"("resource_id");

-- CreateIndex
CREATE UNIQUE INDEX "resource_links_target_id_resource_id_key" ON "resource_links"("target_id", "resource_id");

-- CreateIndex
CREATE UNIQUE INDEX "resource_links_target_id_resource_type_remote_id_key" ON "resource_links"("target_id", "resource_type", "remote_id");

-- CreateIndex
CREATE INDEX "sync_jobs_target_id_run_at_idx" ON "sync_jobs"("target_id", "run_at");

-- CreateIndex
CREATE INDEX "sync_jobs_run_id_idx" ON "sync_jobs"("run_id");

-- CreateIndex
CREATE INDEX "sync_runs_target_id_id_idx" ON "sync_runs"("target_id", "id");

-- CreateIndex
CREATE INDEX "sync_runs_organization_id_id_idx" ON "sync_runs"("organization_id", "id");

-- CreateIndex
CREATE INDEX "sync_tasks_target_id_run_at_idx" ON "sync_tasks"("target_id", "run_at");

-- CreateIndex
CREATE INDEX "sync_tasks_run_id_idx" ON "sync_tasks"("run_id");

-- CreateIndex
CREATE INDEX "sync_plan_items_run_id_operation_resource_id_idx" ON "sync_plan_items"("run_id", "operation", "resource_id");

-- CreateIndex
CREATE INDEX "sync_attempts_target_id_id_idx" ON "sync_attempts"("target_id", "id");

-- CreateIndex
CREATE INDEX "sync_attempts_target_id_resource_id_id_idx" ON "sync_attempts"("target_id", "resource_id", "id");

-- CreateIndex
CREATE INDEX "sync_attempts_organization_id_id_idx" ON "sync_attempts"("organization_id", "id");

-- CreateIndex
CREATE INDEX "sync_attempts_request_id_idx" ON "sync_attempts"("request_id");

-- CreateIndex
CREATE INDEX "sync_attempts_run_id_id_idx" ON "sync_attempts"("run_id", "id");

-- AddForeignKey
ALTER TABLE "targets" ADD CONSTRAINT "targets_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "property_mappings" ADD CONSTRAINT "property_mappings_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "property_mapping_versions" ADD CONSTRAINT "property_mapping_versions_mapping_id_fkey" FOREIGN KEY ("mapping_id") REFERENCES "property_mappings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_links" ADD CONSTRAINT "resource_links_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_link_members" ADD CONSTRAINT "resource_link_members_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "resource_links"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_jobs" ADD CONSTRAINT "sync_jobs_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_lanes" ADD CONSTRAINT "sync_lanes_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_tasks" ADD CONSTRAINT "sync_tasks_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_plan_items" ADD CONSTRAINT "sync_plan_items_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "sync_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_attempts" ADD CONSTRAINT "sync_attempts_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unmanaged_resources" ADD CONSTRAINT "unmanaged_resources_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pending_passwords" ADD CONSTRAINT "pending_passwords_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "resource_link_members_remote_value_idx" ON "resource_link_members"("remote_value");

-- Names are compared and ordered by code points: mappings run in the order of theirs.
ALTER TABLE "targets" ALTER COLUMN "name_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "property_mappings" ALTER COLUMN "name" TYPE TEXT COLLATE "C";
ALTER TABLE "unmanaged_resources" ALTER COLUMN "external_id" TYPE TEXT COLLATE "C";

-- Jobs and links are written over and over: room for the new versions of their rows beside the old ones.
ALTER TABLE "sync_jobs" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "resource_links" SET (fillfactor = 80);
