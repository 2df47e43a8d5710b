import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JsonTree } from "@/components/activity/json-tree";
import { AttemptTable } from "@/components/attempt-table";
import { describeButton } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { ExplanationCard } from "@/components/explanation-card";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { Fact, Facts, Id, Section } from "@/components/section";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { openTarget } from "@/lib/console/targets/open-target";
import { type ResourceView, viewResource } from "@/lib/console/targets/resource-view";
import { ConflictSection } from "./conflict-section";
import { ExchangeSection } from "./exchange-section";
import { JobSection } from "./job-section";
import { PayloadTable } from "./payload-table";
import { ResourceActions } from "./resource-actions";

export const metadata: Metadata = { title: "One resource at a target" };

type Props = { params: Promise<{ targetId: string; resourceId: string }>; searchParams: Promise<SearchParams> };

export default async function ResourcePage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const { targetId, resourceId } = await params;
  const target = await openTarget(access, targetId);
  const before = readParam(await searchParams, "before");
  const view = (await viewResource(access, target, resourceId, before)) ?? notFound();
  const { resourceType, label, standing, remoteId, isHere, scope, memberCounts, desired, job, problem } = view;
  const now = new Date().toISOString();
  const base = `/targets/${target.id}`;
  const home = `/${resourceType === "User" ? "people" : "groups"}/${resourceId}`;
  return (
    <>
      <p className="text-[0.8125rem]">
        <Link href={`${base}/resources`}>People and groups</Link>
      </p>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold [overflow-wrap:anywhere]">{label}</h2>
        <span className="font-medium">
          <StatusBadge tone={standing.tone}>{standing.word}</StatusBadge>
        </span>
        {isHere ? <Link href={home}>{resourceType === "User" ? "The person" : "The group"} in Roster</Link> : null}
      </div>
      {standing.sentence === undefined || view.card !== undefined ? null : (
        <p className="mt-1 text-pretty [overflow-wrap:anywhere]">{standing.sentence}</p>
      )}
      {view.card === undefined ? null : (
        <div className="mt-4 max-w-3xl">
          <ExplanationCard card={view.card} />
        </div>
      )}
      <ResourceActions
        id={target.id}
        targetName={target.name}
        resourceType={resourceType}
        resourceId={resourceId}
        label={label}
        isIgnored={view.state === "ignored"}
      />
      <div className="mt-8 grid gap-8 2xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-8">
          {isHere && view.state !== "ignored" && mayBeLinked(problem) ? (
            <ConflictSection
              id={target.id}
              targetName={target.name}
              resourceType={resourceType}
              resourceId={resourceId}
              label={label}
              candidates={problem?.candidates ?? []}
            />
          ) : null}
          <Section
            title="What it is sent"
            note="As the mappings have it now, as it was last sent, and as the target last showed it."
          >
            {view.invalid === undefined ? null : (
              <div className="mb-3">
                <Notice tone="danger">
                  The mappings yield nothing valid: {view.invalid}{" "}
                  <Link href={`${base}/mappings`}>See the mappings</Link>
                </Notice>
              </div>
            )}
            <PayloadTable view={view} />
            {desired === undefined ? null : (
              <details className="mt-3">
                <summary className="cursor-pointer text-[0.8125rem] text-muted">As JSON</summary>
                <div className="mt-2">
                  <JsonTree name="What the target should have" value={desired} />
                </div>
              </details>
            )}
          </Section>
          <Section title="History" note="Every try that is kept, with what came of it.">
            {view.attempts.length === 0 ? (
              <p className="text-muted">Nothing was tried yet.</p>
            ) : (
              <AttemptTable attempts={view.attempts} now={now} hides={["target", "resource"]} />
            )}
            {view.earlier === undefined ? null : (
              <p className="mt-3">
                <Link href={`?before=${view.earlier}`} className={describeButton("plain", "small")}>
                  Earlier tries
                </Link>
              </p>
            )}
          </Section>
          <ExchangeSection last={view.last} now={now} />
        </div>
        <div className="min-w-0 space-y-8">
          <Section title="Should it be there?">
            <p className="text-pretty">
              {scope === undefined
                ? "That cannot be told now."
                : scope.isIn
                  ? `Yes. ${scope.sentence}`
                  : `No. ${scope.sentence}`}
            </p>
          </Section>
          <JobSection job={job} state={target.state} now={now} />
          {memberCounts === undefined ? null : (
            <Section title="Members">
              <Facts>
                <Fact term="There">{memberCounts.confirmed.toLocaleString("en")}</Fact>
                <Fact term="To be added">{memberCounts.add.toLocaleString("en")}</Fact>
                <Fact term="To be removed">{memberCounts.remove.toLocaleString("en")}</Fact>
                <Fact term="Waited for">
                  {memberCounts.waiting.toLocaleString("en")}
                  {memberCounts.waiting === 0 ? "" : ": they are not at the target yet"}
                </Fact>
              </Facts>
            </Section>
          )}
          <Section title="Identity">
            <Facts>
              <Fact term="Id at the target">
                {remoteId === undefined ? (
                  <span className="text-muted">Not known</span>
                ) : (
                  <span className="flex flex-wrap items-center gap-2">
                    <Id>{remoteId}</Id>
                    <CopyButton text={remoteId} label="Copy" name="the id at the target" size="small" />
                  </span>
                )}
              </Fact>
              <Fact term="Id in Roster">
                <span className="flex flex-wrap items-center gap-2">
                  <Id>{resourceId}</Id>
                  <CopyButton text={resourceId} label="Copy" name="the id in Roster" size="small" />
                </span>
              </Fact>
              <Fact term="Last synced">
                {view.syncedAt === undefined ? "Never" : <Time value={view.syncedAt.toISOString()} now={now} />}
              </Fact>
              {view.etag === undefined ? null : (
                <Fact term="Version there">
                  <Id>{view.etag}</Id>
                </Fact>
              )}
              {view.deprovisionedAt === undefined ? null : (
                <Fact term="Deprovisioned">
                  <Time value={view.deprovisionedAt.toISOString()} now={now} />
                </Fact>
              )}
              {view.deleteAt === undefined ? null : (
                <Fact term="To be deleted">
                  <Time value={view.deleteAt.toISOString()} now={now} absolute />
                </Fact>
              )}
            </Facts>
          </Section>
        </div>
      </div>
    </>
  );
}

/** Somebody can say which of the target's it is: where that cannot be told, and where something there has its name. */
function mayBeLinked(problem: ResourceView["problem"]): boolean {
  return problem?.kind === "conflict" || (problem?.kind === "refused" && problem.status === 409);
}
