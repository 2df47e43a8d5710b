import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActivityTable } from "@/components/activity/activity-table";
import { ChangeTable } from "@/components/activity/change-table";
import { SentenceText } from "@/components/activity/sentence-text";
import { TraceList } from "@/components/activity/trace-list";
import { ExplanationCard } from "@/components/explanation-card";
import { Link } from "@/components/link";
import { requireAccess } from "@/lib/console/access";
import { viewRequest } from "@/lib/console/requests/view-request";
import { readPassedOn } from "@/lib/console/targets/passed-on";
import { Exchange } from "./exchange";
import { Facts } from "./facts";
import { PassedOnSection } from "./passed-on";
import { Remarks } from "./remarks";
import { Section } from "./section";

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: { params: Promise<{ requestId: string }> }) {
  const access = await requireAccess("requests.read");
  const view = await viewRequest(access, (await params).requestId);
  if (view === undefined) notFound();
  const { exchange, sentence, changes, cards, trace, later, earlier, resourceId } = view;
  const resourceType = exchange.resourceType === "Group" ? "Group" : "User";
  const subject = resourceId === undefined ? undefined : ({ resourceType, resourceId } as const);
  const passedOn = await readPassedOn(access, exchange.id, subject);
  const now = new Date().toISOString();
  return (
    <>
      <p className="mb-2 text-[0.8125rem]">
        <Link href="/activity">Activity</Link>
      </p>
      <h1 className="text-xl/7 font-semibold text-balance">
        <SentenceText sentence={sentence} isHeading />
      </h1>
      <Facts exchange={exchange} now={now} />
      {changes.length === 0 ? null : (
        <Section title="What changed">
          <div className="space-y-4">
            {changes.map((change, index) => (
              <ChangeTable key={change.id} change={change} number={index + 1} />
            ))}
            {view.hasMoreChanges ? <p className="text-muted">There are more, which are not shown here.</p> : null}
          </div>
        </Section>
      )}
      <PassedOnSection passedOn={passedOn} resourceId={resourceId} now={now} />
      {cards.length === 0 ? null : (
        <Section title="Why, and what to do">
          <div className="space-y-3">
            {cards.map((card) => (
              <ExplanationCard key={card.id} card={card} />
            ))}
          </div>
        </Section>
      )}
      {trace.length === 0 ? null : (
        <Section title="Checks before the operation">
          <TraceList lines={trace} />
        </Section>
      )}
      <Remarks exchange={exchange} />
      <Exchange exchange={exchange} curl={view.curl} />
      {resourceId === undefined ? null : (
        <Section title={`Earlier and later for the same ${exchange.resourceType === "Group" ? "group" : "person"}`}>
          {later.length + earlier.length === 0 ? (
            <p className="text-muted">There are no other requests.</p>
          ) : (
            <div className="space-y-3">
              {later.length === 0 ? null : <ActivityTable caption="Later" rows={later} now={now} />}
              {later.length === 0 ? null : <p className="text-[0.8125rem] text-muted">Above: later. Below: earlier.</p>}
              {earlier.length === 0 ? (
                <p className="text-muted">Nothing came before.</p>
              ) : (
                <ActivityTable caption="Earlier" rows={earlier} now={now} />
              )}
            </div>
          )}
          <p className="mt-2 text-[0.8125rem]">
            <Link href={`/activity?resource=${resourceId}&view=all&range=90d`}>Show all of the last 90 days</Link>
          </p>
        </Section>
      )}
    </>
  );
}
