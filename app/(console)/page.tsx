import type { Metadata } from "next";
import Link from "next/link";
import { describeButton } from "@/components/button";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { viewOverview } from "@/lib/console/overview";
import { Concerns } from "./concerns";
import { OverviewFigures } from "./overview-figures";
import { ClientTable } from "./scim-clients/client-table";
import { NoClients } from "./scim-clients/no-clients";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const access = await requireAccess("overview.read");
  const now = new Date();
  const { figures, clients, concerns } = await viewOverview(access, now);
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow">
          <PageHeading title={access.organization.name} />
          <OverviewFigures figures={figures} clients={clients.length} />
        </div>
        {clients.length === 0 ? (
          <Link href="/scim-clients/new" className={describeButton("primary")}>
            Connect an identity provider
          </Link>
        ) : null}
      </div>
      {clients.length === 0 ? (
        <div className="mt-6">
          <NoClients />
        </div>
      ) : (
        <>
          <Concerns concerns={concerns} />
          <section aria-labelledby="clients" className="mt-8">
            <h2 id="clients" className="mb-3 text-base font-semibold">
              SCIM clients
            </h2>
            <ClientTable rows={clients} order={{ sort: "state", isDescending: false }} now={now.toISOString()} />
          </section>
        </>
      )}
    </>
  );
}
