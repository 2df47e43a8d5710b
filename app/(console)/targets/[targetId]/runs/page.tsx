import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { RefreshWhile } from "@/components/refresh-while";
import { ViewLinks } from "@/components/view-links";
import { requireAccess } from "@/lib/console/access";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { openTarget } from "@/lib/console/targets/open-target";
import { listTargetRuns, readRunQuery } from "@/lib/console/targets/run-list";
import { RunTable } from "./run-table";

export const metadata: Metadata = { title: "Runs of a target" };

type Props = { params: Promise<{ targetId: string }>; searchParams: Promise<SearchParams> };

const kinds = [
  { kind: undefined, name: "All" },
  { kind: "reconcile", name: "Reconciles" },
  { kind: "plan", name: "Plans" },
] as const;

export default async function RunsPage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const target = await openTarget(access, (await params).targetId);
  const query = readRunQuery(await searchParams);
  const { runs, older } = await listTargetRuns(access, target, query);
  const path = `/targets/${target.id}/runs`;
  const kindParam = query.kind === undefined ? {} : { kind: query.kind };
  return (
    <>
      <RefreshWhile everyMs={runs.some(({ state }) => state === "running") ? 3_000 : undefined} />
      <ViewLinks
        name="Kind"
        views={kinds.map(({ kind, name }) => ({
          name,
          href: kind === undefined ? path : `${path}?kind=${kind}`,
          isOpen: kind === query.kind,
        }))}
      />
      <div className="mt-4">
        {runs.length === 0 ? (
          <EmptyState title="There is no run yet">
            A reconcile compares everybody with the target and puts right what differs: every hour by itself, or now. A
            plan only says what one would do.
          </EmptyState>
        ) : (
          <RunTable runs={runs} path={path} now={new Date()} />
        )}
      </div>
      <Pager
        older={older === undefined ? undefined : `${path}?${new URLSearchParams({ ...kindParam, before: older })}`}
      />
      {query.before === undefined ? null : (
        <p className="mt-3 text-center">
          <Link href={`${path}?${new URLSearchParams(kindParam)}`}>Latest runs</Link>
        </p>
      )}
    </>
  );
}
