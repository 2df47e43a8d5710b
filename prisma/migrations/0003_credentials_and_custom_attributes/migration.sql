-- AlterTable
ALTER TABLE "access_tokens" ADD COLUMN     "client_secret_id" UUID,
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['scim']::TEXT[],
ADD COLUMN     "workload_trust_id" UUID;

-- AlterTable
ALTER TABLE "scim_clients" ADD COLUMN     "allowed_addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['users:read', 'users:write', 'users:delete', 'groups:read', 'groups:write']::TEXT[],
ADD COLUMN     "token_lifetime_minutes" INTEGER NOT NULL DEFAULT 60;

-- CreateTable
CREATE TABLE "client_secrets" (
    "id" UUID NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_agent" TEXT,

    CONSTRAINT "client_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workload_trusts" (
    "id" UUID NOT NULL,
    "scim_client_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "jwks_uri" TEXT,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_agent" TEXT,

    CONSTRAINT "workload_trusts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "custom_attributes" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_type" TEXT NOT NULL,
    "schema_urn" TEXT NOT NULL,
    "schema_urn_folded" TEXT COLLATE "C" NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "type" TEXT NOT NULL,
    "multi_valued" BOOLEAN NOT NULL,
    "case_exact" BOOLEAN NOT NULL,
    "canonical_values" TEXT[],
    "description" TEXT NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_attributes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_secrets_hash_key" ON "client_secrets"("hash");

-- CreateIndex
CREATE INDEX "client_secrets_scim_client_id_idx" ON "client_secrets"("scim_client_id");

-- CreateIndex
CREATE UNIQUE INDEX "workload_trusts_scim_client_id_issuer_subject_audience_key" ON "workload_trusts"("scim_client_id", "issuer", "subject", "audience");

-- CreateIndex
CREATE UNIQUE INDEX "custom_attributes_organization_id_resource_type_schema_urn__key" ON "custom_attributes"("organization_id", "resource_type", "schema_urn_folded", "name_folded");

-- CreateIndex
CREATE INDEX "access_tokens_client_secret_id_idx" ON "access_tokens"("client_secret_id");

-- CreateIndex
CREATE INDEX "access_tokens_workload_trust_id_idx" ON "access_tokens"("workload_trust_id");

-- AddForeignKey
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_client_secret_id_fkey" FOREIGN KEY ("client_secret_id") REFERENCES "client_secrets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_workload_trust_id_fkey" FOREIGN KEY ("workload_trust_id") REFERENCES "workload_trusts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_secrets" ADD CONSTRAINT "client_secrets_scim_client_id_fkey" FOREIGN KEY ("scim_client_id") REFERENCES "scim_clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workload_trusts" ADD CONSTRAINT "workload_trusts_scim_client_id_fkey" FOREIGN KEY ("scim_client_id") REFERENCES "scim_clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_attributes" ADD CONSTRAINT "custom_attributes_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Custom attributes are kept in memory with the SCIM clients of their organization (see 0002): a new one tells too.
CREATE FUNCTION notify_custom_attributes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('roster_scim_clients', COALESCE(to_jsonb(NEW), to_jsonb(OLD)) ->> 'organization_id');
  RETURN NULL;
END
$$;

CREATE TRIGGER notify_custom_attributes
AFTER INSERT OR UPDATE OR DELETE ON "custom_attributes"
FOR EACH ROW EXECUTE FUNCTION notify_custom_attributes();

-- So does what a token may do, beside what 0002 names.
DROP TRIGGER notify_scim_clients ON "access_tokens";

CREATE TRIGGER notify_scim_clients
AFTER UPDATE OF "scim_client_id", "hash", "expires_at", "revoked_at", "scopes" OR DELETE ON "access_tokens"
FOR EACH ROW EXECUTE FUNCTION notify_scim_clients('scim_client_id');
