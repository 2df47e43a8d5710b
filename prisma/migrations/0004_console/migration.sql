-- CreateEnum
CREATE TYPE "log_redaction" AS ENUM ('full', 'masked', 'minimal');

-- AlterTable
ALTER TABLE "access_tokens" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "for_simulator" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "body_retention_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "change_retention_days" INTEGER NOT NULL DEFAULT 400,
ADD COLUMN     "redaction" "log_redaction" NOT NULL DEFAULT 'full',
ADD COLUMN     "request_retention_days" INTEGER NOT NULL DEFAULT 90,
ADD COLUMN     "sandbox_of_id" UUID;

-- AlterTable
ALTER TABLE "scim_clients" ADD COLUMN     "steps_done" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "account_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_identities_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "account_identities_account_id_idx" ON "account_identities"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_organization_id_user_id_idx" ON "invitations"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_sandbox_of_id_key" ON "organizations"("sandbox_of_id");

-- AddForeignKey
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_sandbox_of_id_fkey" FOREIGN KEY ("sandbox_of_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_identities" ADD CONSTRAINT "account_identities_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "users"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
