import type { Metadata } from "next";
import { describeButton } from "@/components/button";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { listScimClientRows } from "@/lib/console/scim-client-table";
import { readClientOrder } from "./client-order";
import { ClientTable } from "./client-table";
import { NoClients } from "./no-clients";

export const metadata: Metadata = { title: "SCIM clients" };

type Props = { searchParams: Promise<{ sort?: string | string[]; order?: string | string[] }> };

export default async function ScimClientsPage({ searchParams }: Props) {
  const access = await requireAccess("scimClients.read");
  const order = readClientOrder(await searchParams);
  const now = new Date();
  const rows = await listScimClientRows(access, order, now);
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow">
          <PageHeading title="SCIM clients">
            Identity providers that send people and groups to {access.organization.name}.
          </PageHeading>
        </div>
        <Link href="/scim-clients/new" className={describeButton("primary")}>
          Connect an identity provider
        </Link>
      </div>
      <div className="mt-6">
        {rows.length === 0 ? <NoClients /> : <ClientTable rows={rows} order={order} now={now.toISOString()} />}
      </div>
    </>
  );
}
