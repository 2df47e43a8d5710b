import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { RefreshWhile } from "@/components/refresh-while";
import { Time } from "@/components/time";
import { ViewLinks } from "@/components/view-links";
import { requireAccess } from "@/lib/console/access";
import type { SearchParams } from "@/lib/console/directory/list-position";
import {
  type DriftPart,
  type DriftReport,
  driftParts,
  formatDriftQuery,
  readDriftQuery,
  viewDrift,
} from "@/lib/console/targets/drift-view";
import { openTarget } from "@/lib/console/targets/open-target";
import { FindingTable } from "./finding-table";
import { UnmanagedTable } from "./unmanaged-table";

export const metadata: Metadata = { title: "Drift of a target" };

type Props = { params: Promise<{ targetId: string }>; searchParams: Promise<SearchParams> };

export default async function DriftPage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const target = await openTarget(access, (await params).targetId);
  const query = readDriftQuery(await searchParams);
  const report = await viewDrift(access, target, query);
  const base = `/targets/${target.id}`;
  const path = `${base}/drift`;
  const { run, counts, next } = report;
  const read = query.part === "unmanaged" ? "a reconcile" : "a plan or a reconcile";
  const isMoving = report.findings.some(({ standing }) => standing.tone === "waiting");
  return (
    <>
      <RefreshWhile everyMs={isMoving ? 2_000 : undefined} />
      <p className="max-w-prose text-pretty text-muted">
        {run === undefined ? (
          `What ${target.name} has was not read to its end by ${read} yet.`
        ) : (
          <>
            Read <Time value={run.startedAt.toISOString()} now={new Date().toISOString()} /> by{" "}
            <Link href={`${base}/runs/${run.id}`}>{run.kind === "plan" ? "a plan" : "a reconcile"}</Link>.{" "}
            {run.kind === "plan"
              ? "A plan only reads: what it found stays as it is until you overwrite it, or the next reconcile does."
              : "A reconcile puts right what was changed or is missing in what the mappings own, and leaves alone what it does not manage."}
          </>
        )}
      </p>
      <div className="mt-4">
        <ViewLinks
          name="Kind of drift"
          views={(Object.keys(driftParts) as DriftPart[]).map((part) => ({
            name: `${driftParts[part]} (${counts[part].toLocaleString("en")})`,
            href: path + formatDriftQuery({ part, ignored: false }),
            isOpen: part === query.part,
          }))}
        />
      </div>
      {query.part === "unmanaged" && (counts.ignored > 0 || query.ignored) ? (
        <p className="mt-3 text-[0.8125rem]">
          <Link href={path + formatDriftQuery({ part: "unmanaged", ignored: !query.ignored })}>
            {query.ignored
              ? "Show those that are not ignored"
              : `Show the ${counts.ignored.toLocaleString("en")} ignored`}
          </Link>
        </p>
      ) : null}
      <div className="mt-4">
        <Rows report={report} part={query.part} isIgnored={query.ignored} target={target} />
      </div>
      <Pager
        older={next === undefined ? undefined : path + formatDriftQuery({ ...query, after: next })}
        words={{ newer: "Previous", older: "Next" }}
      />
      {query.after === undefined ? null : (
        <p className="mt-3 text-center">
          <Link href={path + formatDriftQuery({ part: query.part, ignored: query.ignored })}>First page</Link>
        </p>
      )}
    </>
  );
}

type RowsProps = {
  report: DriftReport;
  part: DriftPart;
  isIgnored: boolean;
  target: { readonly id: string; readonly name: string };
};

function Rows({ report: { run, findings, unmanaged }, part, isIgnored, target: { id, name } }: RowsProps) {
  if (run !== undefined && findings.length > 0) {
    return <FindingTable id={id} name={name} runId={run.id} findings={findings} isMissing={part === "missing"} />;
  }
  if (unmanaged.length > 0) return <UnmanagedTable id={id} name={name} rows={unmanaged} />;
  if (run === undefined) {
    return (
      <EmptyState title="Nothing was read yet">
        A plan or a reconcile reads everything that {name} has. What differs from what Roster left there appears here.
      </EmptyState>
    );
  }
  const titles = {
    drift: `Nothing was changed at ${name}`,
    missing: `Nothing is missing at ${name}`,
    unmanaged: isIgnored ? "Nothing is ignored" : `${name} has nothing that Roster does not manage`,
  };
  return <EmptyState title={titles[part]} />;
}
