import type { Metadata } from "next";
import { describeButton } from "@/components/button";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { PageHeading } from "@/components/page-heading";
import { RefreshWhile } from "@/components/refresh-while";
import { requireAccess } from "@/lib/console/access";
import { listTargets } from "@/lib/console/targets/view-target";
import { NoTargets } from "./no-targets";
import { TargetTable } from "./target-table";

export const metadata: Metadata = { title: "Targets" };

export default async function TargetsPage() {
  const { database, organization } = await requireAccess("targets.read");
  const now = new Date();
  const targets = await listTargets(database, organization.subdomain, now);
  const isBusy = targets.ok && targets.value.some(({ standing }) => standing.word === "Syncing");
  return (
    <>
      <RefreshWhile everyMs={isBusy ? 5_000 : undefined} />
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow">
          <PageHeading title="Targets">
            Applications that Roster provisions with the people and groups of {organization.name}.
          </PageHeading>
        </div>
        <Link href="/targets/new" className={describeButton("primary")}>
          Connect a target
        </Link>
      </div>
      <div className="mt-6">
        {!targets.ok ? (
          <Notice tone="danger">{targets.message}</Notice>
        ) : targets.value.length === 0 ? (
          <NoTargets />
        ) : (
          <TargetTable targets={targets.value} now={now.toISOString()} />
        )}
      </div>
    </>
  );
}
