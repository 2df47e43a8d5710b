import type { Metadata } from "next";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { organization } = await requireAccess("overview.read");
  return <PageHeading title={organization.name} />;
}
