-- What SCIM clients provision, as it was counted last. Counting a million people takes the better part of a second: the console says
-- what it knows and counts in the background.
-- CreateTable
CREATE TABLE "client_figures" (
    "scim_client_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "active_people" INTEGER NOT NULL,
    "inactive_people" INTEGER NOT NULL,
    "groups" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_figures_pkey" PRIMARY KEY ("scim_client_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_figures_organization_id_scim_client_id_key" ON "client_figures"("organization_id", "scim_client_id");

-- AddForeignKey
ALTER TABLE "client_figures" ADD CONSTRAINT "client_figures_organization_id_scim_client_id_fkey" FOREIGN KEY ("organization_id", "scim_client_id") REFERENCES "scim_clients"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
