import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { requireAccess } from "@/lib/console/access";
import { openScimClient } from "@/lib/console/open-scim-client";
import type { ActivityParams } from "@/lib/console/requests/activity-query";
import { Activity } from "../../../activity/activity";

export const metadata: Metadata = { title: "Activity of a SCIM client" };

type Props = { params: Promise<{ clientId: string }>; searchParams: Promise<ActivityParams> };

export default async function ScimClientActivityPage({ params, searchParams }: Props) {
  const access = await requireAccess("requests.read");
  const client = await openScimClient(access, (await params).clientId);
  const base = `/scim-clients/${client.id}`;
  return (
    <Activity
      access={access}
      params={await searchParams}
      path={`${base}/activity`}
      clientId={client.id}
      empty={
        <EmptyState title={`${client.name} has not called yet`}>
          Its requests appear here. <Link href={`${base}/setup`}>Go on with the setup</Link>.
        </EmptyState>
      }
    />
  );
}
