import type { Metadata } from "next";
import { EmptyState } from "@/components/empty-state";
import { Pager } from "@/components/pager";
import { requireAccess } from "@/lib/console/access";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { openTarget } from "@/lib/console/targets/open-target";
import {
  formatResourceQuery,
  listResources,
  mostCountedResources,
  readResourceQuery,
} from "@/lib/console/targets/resource-list";
import { countTroubled } from "@/lib/console/targets/troubled";
import { count } from "../../count";
import { ResourceFilterBar } from "./resource-filter-bar";
import { ResourceTable } from "./resource-table";
import { RetryAll } from "./retry-all";

export const metadata: Metadata = { title: "People and groups at a target" };

type Props = { params: Promise<{ targetId: string }>; searchParams: Promise<SearchParams> };

export default async function ResourcesPage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const target = await openTarget(access, (await params).targetId);
  const query = readResourceQuery(await searchParams);
  const [list, troubled] = await Promise.all([listResources(access, target, query), countTroubled(access, target)]);
  const path = `/targets/${target.id}/resources`;
  const link = (page: { after?: string; before?: string } = {}) => path + formatResourceQuery(query, page);
  const isNarrowed = formatResourceQuery(query) !== "";
  return (
    <>
      <ResourceFilterBar query={query} path={path} />
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted tabular-nums" role="status">
          {list.count > mostCountedResources ? "More than " : ""}
          {count(Math.min(list.count, mostCountedResources), "resource", "resources")}
          {isNarrowed ? (list.count === 1 ? " fits these filters" : " fit these filters") : ""}
        </p>
        {troubled === 0 ? null : <RetryAll id={target.id} failing={troubled} />}
      </div>
      <div className="mt-2">
        {list.resources.length > 0 ? (
          <ResourceTable resources={list.resources} path={path} now={new Date().toISOString()} />
        ) : isNarrowed ? (
          <EmptyState title="Nobody fits these filters">
            <a href={path}>Show everybody who is known there</a>
          </EmptyState>
        ) : (
          <EmptyState title="Nobody is there yet">
            Whoever is in the scope of {target.name} appears here as soon as they are sent
            {target.state === "paused" ? ", once it is resumed" : ""}.
          </EmptyState>
        )}
      </div>
      <Pager
        newer={list.previous === undefined ? undefined : link({ before: list.previous })}
        older={list.next === undefined ? undefined : link({ after: list.next })}
        words={{ newer: "Previous", older: "Next" }}
      />
    </>
  );
}
