-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'administrator', 'moderator', 'member', 'guest');

-- CreateEnum
CREATE TYPE "scim_client_state" AS ENUM ('active', 'paused');

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "subdomain" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "allowed_email_domains" TEXT[],
    "allow_email_subdomains" BOOLEAN NOT NULL DEFAULT false,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_folded" TEXT NOT NULL,
    "password_hash" TEXT,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setup_links" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "setup_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "account_id" UUID,
    "user_name" TEXT NOT NULL,
    "user_name_folded" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "role" "role" NOT NULL,
    "display_name" TEXT,
    "display_name_folded" TEXT,
    "full_name" TEXT NOT NULL,
    "full_name_folded" TEXT NOT NULL,
    "manager_id" UUID,
    "attributes" JSONB NOT NULL,
    "search" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_modified" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "display_name_folded" TEXT NOT NULL,
    "attributes" JSONB NOT NULL,
    "search" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_modified" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_memberships" (
    "organization_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "group_memberships_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "nested_groups" (
    "organization_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "member_group_id" UUID NOT NULL,

    CONSTRAINT "nested_groups_pkey" PRIMARY KEY ("group_id","member_group_id")
);

-- CreateTable
CREATE TABLE "streams" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "streams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_subscriptions" (
    "organization_id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "stream_subscriptions_pkey" PRIMARY KEY ("user_id","stream_id")
);

-- CreateTable
CREATE TABLE "scim_clients" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "state" "scim_client_state" NOT NULL DEFAULT 'active',
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scim_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_tokens" (
    "id" UUID NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_agent" TEXT,

    CONSTRAINT "access_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_external_ids" (
    "organization_id" UUID NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,

    CONSTRAINT "user_external_ids_pkey" PRIMARY KEY ("user_id","scim_client_id")
);

-- CreateTable
CREATE TABLE "group_external_ids" (
    "organization_id" UUID NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,

    CONSTRAINT "group_external_ids_pkey" PRIMARY KEY ("group_id","scim_client_id")
);

-- CreateTable
CREATE TABLE "resource_changes" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "request_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_log" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "scim_client_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operation" TEXT,
    "resource_type" TEXT,
    "resource_id" TEXT,
    "status" INTEGER NOT NULL,
    "scim_type" TEXT,
    "detail" TEXT,
    "leniencies" TEXT[],
    "remote_address" TEXT,
    "user_agent" TEXT,
    "request_body" JSONB,
    "response_body" JSONB,

    CONSTRAINT "request_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organizations_subdomain_key" ON "organizations"("subdomain");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_email_folded_key" ON "accounts"("email_folded");

-- CreateIndex
CREATE UNIQUE INDEX "setup_links_token_hash_key" ON "setup_links"("token_hash");

-- CreateIndex
CREATE INDEX "users_account_id_idx" ON "users"("account_id");

-- CreateIndex
CREATE INDEX "users_search_idx" ON "users" USING GIN ("search" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "users_organization_id_id_key" ON "users"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_organization_id_user_name_folded_key" ON "users"("organization_id", "user_name_folded");

-- CreateIndex
CREATE INDEX "groups_search_idx" ON "groups" USING GIN ("search" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "groups_organization_id_id_key" ON "groups"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "groups_organization_id_display_name_folded_key" ON "groups"("organization_id", "display_name_folded");

-- CreateIndex
CREATE INDEX "group_memberships_user_id_idx" ON "group_memberships"("user_id");

-- CreateIndex
CREATE INDEX "nested_groups_member_group_id_idx" ON "nested_groups"("member_group_id");

-- CreateIndex
CREATE UNIQUE INDEX "streams_organization_id_id_key" ON "streams"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "streams_organization_id_name_folded_key" ON "streams"("organization_id", "name_folded");

-- CreateIndex
CREATE INDEX "stream_subscriptions_stream_id_idx" ON "stream_subscriptions"("stream_id");

-- CreateIndex
CREATE UNIQUE INDEX "scim_clients_organization_id_id_key" ON "scim_clients"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "scim_clients_organization_id_name_folded_key" ON "scim_clients"("organization_id", "name_folded");

-- CreateIndex
CREATE UNIQUE INDEX "access_tokens_hash_key" ON "access_tokens"("hash");

-- CreateIndex
CREATE INDEX "access_tokens_scim_client_id_idx" ON "access_tokens"("scim_client_id");

-- CreateIndex
CREATE INDEX "user_external_ids_scim_client_id_external_id_idx" ON "user_external_ids"("scim_client_id", "external_id");

-- CreateIndex
CREATE INDEX "group_external_ids_scim_client_id_external_id_idx" ON "group_external_ids"("scim_client_id", "external_id");

-- CreateIndex
CREATE INDEX "resource_changes_organization_id_id_idx" ON "resource_changes"("organization_id", "id");

-- CreateIndex
CREATE INDEX "resource_changes_resource_id_id_idx" ON "resource_changes"("resource_id", "id");

-- CreateIndex
CREATE INDEX "request_log_organization_id_id_idx" ON "request_log"("organization_id", "id");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_id_idx" ON "audit_events"("organization_id", "id");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groups" ADD CONSTRAINT "groups_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_memberships" ADD CONSTRAINT "group_memberships_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "groups"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_memberships" ADD CONSTRAINT "group_memberships_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nested_groups" ADD CONSTRAINT "nested_groups_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "groups"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nested_groups" ADD CONSTRAINT "nested_groups_organization_id_member_group_id_fkey" FOREIGN KEY ("organization_id", "member_group_id") REFERENCES "groups"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "streams" ADD CONSTRAINT "streams_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_subscriptions" ADD CONSTRAINT "stream_subscriptions_organization_id_stream_id_fkey" FOREIGN KEY ("organization_id", "stream_id") REFERENCES "streams"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_subscriptions" ADD CONSTRAINT "stream_subscriptions_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_clients" ADD CONSTRAINT "scim_clients_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_scim_client_id_fkey" FOREIGN KEY ("scim_client_id") REFERENCES "scim_clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_external_ids" ADD CONSTRAINT "user_external_ids_organization_id_scim_client_id_fkey" FOREIGN KEY ("organization_id", "scim_client_id") REFERENCES "scim_clients"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_external_ids" ADD CONSTRAINT "user_external_ids_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_external_ids" ADD CONSTRAINT "group_external_ids_organization_id_scim_client_id_fkey" FOREIGN KEY ("organization_id", "scim_client_id") REFERENCES "scim_clients"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_external_ids" ADD CONSTRAINT "group_external_ids_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "groups"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot describe.

-- Folded text is compared and ordered by code point, whatever the database's locale is, as the evaluator in memory does.
-- The indexes on these columns follow.
ALTER TABLE "organizations" ALTER COLUMN "subdomain" TYPE TEXT COLLATE "C";
ALTER TABLE "accounts" ALTER COLUMN "email_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "users"
    ALTER COLUMN "user_name_folded" TYPE TEXT COLLATE "C",
    ALTER COLUMN "display_name_folded" TYPE TEXT COLLATE "C",
    ALTER COLUMN "full_name_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "groups" ALTER COLUMN "display_name_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "streams" ALTER COLUMN "name_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "scim_clients" ALTER COLUMN "name_folded" TYPE TEXT COLLATE "C";
ALTER TABLE "user_external_ids" ALTER COLUMN "external_id" TYPE TEXT COLLATE "C";
ALTER TABLE "group_external_ids" ALTER COLUMN "external_id" TYPE TEXT COLLATE "C";

-- Words that are stored as text.
ALTER TABLE "resource_changes"
    ADD CONSTRAINT "resource_changes_resource_type_check" CHECK ("resource_type" IN ('User', 'Group')),
    ADD CONSTRAINT "resource_changes_kind_check" CHECK ("kind" IN ('created', 'updated', 'deleted')),
    ADD CONSTRAINT "resource_changes_actor_kind_check" CHECK ("actor_kind" IN ('scimClient', 'person', 'system'));
ALTER TABLE "audit_events"
    ADD CONSTRAINT "audit_events_actor_kind_check" CHECK ("actor_kind" IN ('operator', 'person', 'setupLink'));
ALTER TABLE "users"
    ADD CONSTRAINT "users_full_name_check" CHECK ("full_name" <> ''),
    ADD CONSTRAINT "users_version_check" CHECK ("version" >= 1);
ALTER TABLE "groups" ADD CONSTRAINT "groups_version_check" CHECK ("version" >= 1);
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_hash_check" CHECK (octet_length("hash") = 32);
