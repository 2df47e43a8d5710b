import type { Metadata } from "next";
import { Histogram } from "@/components/activity/histogram";
import { LatestActivity } from "@/components/activity/latest-activity";
import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { viewOverview } from "@/lib/console/overview";
import { formatActivityQuery } from "@/lib/console/requests/activity-query";
import { Concerns } from "./concerns";
import { OverviewFigures } from "./overview-figures";
import { ClientTable } from "./scim-clients/client-table";
import { NoClients } from "./scim-clients/no-clients";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const access = await requireAccess("overview.read");
  const now = new Date();
  const { figures, clients, concerns, latest, bars } = await viewOverview(access, now);
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
        <>
          {concerns.length === 0 ? null : <Concerns concerns={concerns} />}
          <div className="mt-6">
            <NoClients />
          </div>
        </>
      ) : (
        <>
          <Concerns concerns={concerns} />
          {/* No landmark of its own: the table has this name already. */}
          <div className="mt-8">
            <h2 className="mb-3 text-base font-semibold">SCIM clients</h2>
            <ClientTable rows={clients} order={{ sort: "state", isDescending: false }} now={now.toISOString()} />
          </div>
          <div className="mt-8 grid gap-x-10 gap-y-8 lg:grid-cols-2">
            <section aria-labelledby="latest" className="min-w-0">
              <h2 id="latest" className="mb-3 text-base font-semibold">
                Latest activity
              </h2>
              {latest.length === 0 ? (
                <EmptyState title="Nothing changed in the last 7 days">
                  <Link href="/activity?view=all">See what was asked</Link>
                </EmptyState>
              ) : (
                <LatestActivity rows={latest} href="/activity" now={now.toISOString()} />
              )}
            </section>
            <section aria-labelledby="day" className="min-w-0">
              <h2 id="day" className="text-base font-semibold">
                Requests of the last 24 hours
              </h2>
              <Histogram
                bars={bars}
                hrefs={bars.map(
                  ({ from, until }) => `/activity${formatActivityQuery({ range: "24h", view: "all", from, until })}`,
                )}
                now={now.toISOString()}
              />
            </section>
          </div>
        </>
      )}
    </>
  );
}
