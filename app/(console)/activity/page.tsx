import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import type { ActivityParams } from "@/lib/console/requests/activity-query";
import { Activity } from "./activity";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<ActivityParams> }) {
  const access = await requireAccess("requests.read");
  return (
    <>
      <PageHeading title="Activity">
        What identity providers asked for and what came of it, those that were refused included.
      </PageHeading>
      <Activity
        access={access}
        params={await searchParams}
        path="/activity"
        empty={
          <EmptyState title="No identity provider has called yet">
            Each of its requests appears here, in a sentence. <Link href="/scim-clients">Connect one</Link>, or let the
            simulator play one from the client's Setup page.
          </EmptyState>
        }
      />
    </>
  );
}
