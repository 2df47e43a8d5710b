import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Notice } from "@/components/notice";
import { RefreshWhile } from "@/components/refresh-while";
import { viewTargetOverview } from "@/lib/console/targets/target-overview";
import { CapabilityCard } from "./capability-card";
import { HeldBanner } from "./held-banner";
import { LatestAttempts } from "./latest-attempts";
import { loadTarget } from "./load-target";
import { PauseBanner } from "./pause-banner";
import { RunProgress } from "./run-progress";
import { TargetFacts } from "./target-facts";
import { TargetFigures } from "./target-figures";

export const metadata: Metadata = { title: "Target" };

const busyMs = 3_000;
const calmMs = 15_000;

/** What happens at a target to each person who is deprovisioned. */
const consequences: Readonly<Record<string, string>> = {
  deactivate: "set to inactive",
  delete: "deleted",
  deactivateThenDelete: "set to inactive, and deleted later,",
  leave: "left as they are",
};

type Props = { params: Promise<{ targetId: string }> };

export default async function TargetPage({ params }: Props) {
  const { access, stored, target, isNew, now: date } = await loadTarget((await params).targetId);
  const overview = await viewTargetOverview(access, stored, target, date);
  const { current, day, requests, latest, says, held } = overview;
  const now = date.toISOString();
  const base = `/targets/${target.id}`;
  const isBusy = current !== undefined || target.standing.word === "Syncing";
  const policy = String(target.options.find(({ name }) => name === "deprovision")?.value);
  return (
    <div className="space-y-6">
      <RefreshWhile everyMs={isBusy ? busyMs : calmMs} />
      {isNew ? (
        <Notice tone="info">
          It is made, and nothing is sent yet. See what it can do and what Roster would do there, then start it.
        </Notice>
      ) : null}
      {target.pause === undefined || isNew ? null : (
        <PauseBanner pause={target.pause} base={base} waiting={target.figures.jobs.total} now={now} />
      )}
      {held === 0 ? null : (
        <HeldBanner
          id={target.id}
          name={target.name}
          held={held}
          linked={target.figures.people.linked}
          consequence={consequences[policy] ?? "deprovisioned"}
        />
      )}
      {current === undefined ? null : <RunProgress current={current} base={base} now={now} />}
      <TargetFigures target={target} day={day} requests={requests} base={base} now={now} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <section aria-labelledby="capabilities" className="min-w-0">
          <h2 id="capabilities" className="mb-3 text-base font-semibold">
            What it can do
          </h2>
          <CapabilityCard target={target} says={says} now={now} />
        </section>
        <section aria-labelledby="latest" className="min-w-0">
          <h2 id="latest" className="mb-3 text-base font-semibold">
            Latest at the target
          </h2>
          {latest.length === 0 ? (
            <EmptyState title="Nothing was sent yet">
              Whoever is created, changed or deprovisioned there appears here, with the reason when it did not work.
            </EmptyState>
          ) : (
            <LatestAttempts attempts={latest} base={base} now={now} />
          )}
        </section>
      </div>
      <section aria-labelledby="facts">
        <h2 id="facts" className="mb-3 text-base font-semibold">
          How it is set up
        </h2>
        <TargetFacts target={target} now={now} />
      </section>
    </div>
  );
}
