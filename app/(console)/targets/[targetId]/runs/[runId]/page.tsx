import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AttemptTable } from "@/components/attempt-table";
import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { RefreshWhile } from "@/components/refresh-while";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { openTarget } from "@/lib/console/targets/open-target";
import { formatRunPageQuery, type RunPage, readRunPageQuery, viewRunPage } from "@/lib/console/targets/run-page";
import { describeSpan } from "../describe-span";
import { ItemTable } from "./item-table";
import { RunActions } from "./run-actions";
import { RunCounts } from "./run-counts";
import { RunFilterBar } from "./run-filter-bar";
import { RunNotes } from "./run-notes";

export const metadata: Metadata = { title: "Run of a target" };

type Props = { params: Promise<{ targetId: string; runId: string }>; searchParams: Promise<SearchParams> };

export default async function RunPageView({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const { targetId, runId } = await params;
  const target = await openTarget(access, targetId);
  const query = readRunPageQuery(await searchParams);
  const page = (await viewRunPage(access, target, runId, query)) ?? notFound();
  const { run, title, standing, cause, part, next } = page;
  const now = new Date();
  const base = `/targets/${target.id}/runs`;
  const path = `${base}/${run.id}`;
  const isFirst = query.after === undefined;
  const { after: _after, ...filters } = query;
  return (
    <>
      <RefreshWhile everyMs={run.state === "running" ? 2_000 : undefined} />
      <p className="text-[0.8125rem]">
        <Link href={base}>Runs</Link>
      </p>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold">{title}</h2>
        <span className="font-medium" role="status">
          <StatusBadge tone={standing.tone}>{standing.word}</StatusBadge>
        </span>
      </div>
      {standing.sentence === undefined ? null : (
        <p className="mt-1 text-pretty [overflow-wrap:anywhere]">{standing.sentence}</p>
      )}
      <p className="mt-1 text-[0.8125rem] text-muted">
        Begun <Time value={run.startedAt.toISOString()} now={now.toISOString()} /> {cause},{" "}
        {run.finishedAt === undefined ? "under way for" : "took"}{" "}
        {describeSpan((run.finishedAt ?? now).getTime() - run.startedAt.getTime())}, {run.requests.toLocaleString("en")}{" "}
        {run.requests === 1 ? "request" : "requests"} to {target.name}.
        {run.planId === undefined ? null : (
          <>
            {" "}
            It carries out <Link href={`${base}/${run.planId}`}>this plan</Link>.
          </>
        )}
      </p>
      <RunCounts run={run} now={now} />
      <RunNotes run={run} targetName={target.name} path={path} />
      <RunActions
        id={target.id}
        targetName={target.name}
        isPaused={target.state === "paused"}
        run={describeForActions(page)}
      />
      <div className="mt-8">
        <RunFilterBar page={page} query={query} path={path} />
      </div>
      <div className="mt-3">
        <Rows page={page} query={filters} path={path} targetId={target.id} now={now.toISOString()} />
      </div>
      <Pager
        older={next === undefined ? undefined : path + formatRunPageQuery({ ...filters, after: next })}
        words={{ newer: "Previous", older: "Next" }}
      />
      {isFirst ? null : (
        <p className="mt-3 text-center">
          <Link href={path + formatRunPageQuery(filters)}>First page</Link>
        </p>
      )}
      {part === "items" ? (
        <p className="mt-4 flex flex-wrap gap-3">
          {(["csv", "json"] as const).map((format) => (
            <a
              key={format}
              href={`${path}/export?format=${format}`}
              className={describeButton("plain", "small")}
              download
            >
              Export {format.toUpperCase()}
            </a>
          ))}
        </p>
      ) : null}
    </>
  );
}

type RowsProps = {
  page: RunPage;
  query: Parameters<typeof formatRunPageQuery>[0];
  path: string;
  targetId: string;
  now: string;
};

function Rows({ page: { part, items, attempts, run }, query, path, targetId, now }: RowsProps) {
  if (part === "tries" && attempts.length > 0) {
    return <AttemptTable attempts={attempts} now={now} hides={["target", "run"]} />;
  }
  if (part === "items" && items.length > 0)
    return <ItemTable items={items} targetId={targetId} isPlan={run.kind === "plan"} />;
  const { part: _part, ...narrowing } = query;
  if (Object.keys(narrowing).length > 0) {
    return (
      <EmptyState title="Nothing fits these filters">
        <a href={path + formatRunPageQuery({ part })}>Show everything of this run</a>
      </EmptyState>
    );
  }
  const isUnderWay = run.state === "running";
  return (
    <EmptyState title={isUnderWay ? "Nothing yet" : "Nothing had to be done"}>
      {isUnderWay
        ? "It appears here as soon as it is known."
        : `${run.unchanged.toLocaleString("en")} ${run.unchanged === 1 ? "resource is" : "resources are"} as they should be.`}
    </EmptyState>
  );
}

/** What the buttons need to know, and no more: it is sent to the browser. */
function describeForActions({ run }: RunPage) {
  const { id, kind, state, planned, outcomes } = run;
  return { id, kind, state, planned, held: outcomes.held, open: outcomes.planned };
}
