import type { Metadata } from "next";
import { Histogram } from "@/components/activity/histogram";
import { LatestActivity } from "@/components/activity/latest-activity";
import { EmptyState } from "@/components/empty-state";
import { ExplanationCard } from "@/components/explanation-card";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { requireAccess } from "@/lib/console/access";
import { viewClientOverview } from "@/lib/console/client-overview";
import { openScimClient } from "@/lib/console/open-scim-client";
import { formatActivityQuery } from "@/lib/console/requests/activity-query";
import { Concerns } from "../../concerns";
import { ClientFigures } from "./client-figures";

export const metadata: Metadata = { title: "SCIM client" };

type Props = { params: Promise<{ clientId: string }> };

export default async function ScimClientPage({ params }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const now = new Date();
  const overview = await viewClientOverview(access, client, now);
  const { health, latest, bars, concerns, silence } = overview;
  const base = `/scim-clients/${client.id}`;
  const hasCalled = overview.lastRequestAt !== undefined || latest.length > 0;
  return (
    <>
      <p className="flex flex-wrap items-start gap-x-3 gap-y-1 text-base">
        <span className="font-medium">
          <StatusBadge tone={health.tone}>{health.word}</StatusBadge>
        </span>
        <span className="min-w-0 text-pretty">{health.sentence}</span>
      </p>
      {silence === undefined ? null : (
        <div className="mt-4">
          <ExplanationCard card={silence} />
        </div>
      )}
      <ClientFigures overview={overview} />
      <div className="mt-2 grid gap-x-10 lg:grid-cols-2">
        {silence !== undefined && concerns.length === 0 ? null : (
          <Concerns concerns={concerns} calm={`Nothing does. ${client.providerName} comes as usual.`} />
        )}
        <section aria-labelledby="latest" className="mt-6 min-w-0">
          <h2 id="latest" className="mb-3 text-base font-semibold">
            Latest activity
          </h2>
          {latest.length === 0 ? (
            <EmptyState title={hasCalled ? "Nothing changed in the last 30 days" : `${client.name} has not called yet`}>
              {hasCalled ? (
                <Link href={`${base}/activity?view=all`}>See what it asked</Link>
              ) : (
                <>
                  What it creates, changes and takes away appears here.{" "}
                  <Link href={`${base}/setup`}>Go on with the setup</Link>.
                </>
              )}
            </EmptyState>
          ) : (
            <LatestActivity rows={latest} href={`${base}/activity`} now={now.toISOString()} />
          )}
        </section>
      </div>
      <section aria-labelledby="day" className="mt-8">
        <h2 id="day" className="text-base font-semibold">
          Requests of the last 24 hours
        </h2>
        <Histogram
          bars={bars}
          hrefs={bars.map(
            ({ from, until }) => `${base}/activity${formatActivityQuery({ range: "24h", view: "all", from, until })}`,
          )}
          now={now.toISOString()}
        />
      </section>
    </>
  );
}
