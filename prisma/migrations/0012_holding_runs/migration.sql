-- AlterTable
ALTER TABLE "sync_runs" ADD COLUMN     "holding" BOOLEAN NOT NULL DEFAULT false;
