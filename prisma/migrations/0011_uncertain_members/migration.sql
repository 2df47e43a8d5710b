-- AlterTable
ALTER TABLE "resource_link_members" ADD COLUMN     "is_certain" BOOLEAN NOT NULL DEFAULT true;
