import type { Metadata } from "next";
import { Button } from "@/components/button";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { Pager } from "@/components/pager";
import { TextField } from "@/components/text-field";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import { type GroupListItem, listGroups, readGroupsQuery } from "@/lib/console/directory/groups";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { mostCounted } from "@/lib/console/directory/people";
import { NewGroup } from "./new-group";

export const metadata: Metadata = { title: "Groups" };

export default async function GroupsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requireAccess("directory.read");
  const query = readGroupsQuery(await searchParams);
  const { groups, count, previous, next } = await listGroups(access, query);
  const isNarrowed = query.text !== undefined;
  return (
    <>
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow">
          <PageHeading title="Groups">Groups that identity providers send, and those made by hand.</PageHeading>
        </div>
        <NewGroup />
      </div>
      <form method="get" action="/groups" className="mt-6 flex max-w-xl flex-wrap items-end gap-3">
        <div className="min-w-0 grow">
          <TextField
            name="text"
            label="Search"
            type="search"
            defaultValue={query.text}
            placeholder="Name, external id or id"
          />
        </div>
        <Button type="submit">Apply</Button>
      </form>
      <p className="mt-4 text-muted tabular-nums" role="status">
        {formatCount(count)} {count === 1 ? "group" : "groups"}
        {isNarrowed ? (count === 1 ? " fits" : " fit") : ""}
      </p>
      <div className="mt-2">
        {groups.length === 0 ? (
          <EmptyState title={isNarrowed ? "No group fits this search" : "There is no group yet"}>
            {isNarrowed ? (
              <a href="/groups">Show all groups</a>
            ) : (
              "Groups appear when an identity provider pushes them, or when you make one by hand."
            )}
          </EmptyState>
        ) : (
          <GroupTable groups={groups} now={new Date().toISOString()} />
        )}
      </div>
      <Pager newer={previous} older={next} words={{ newer: "Previous", older: "Next" }} />
    </>
  );
}

function GroupTable({ groups, now }: { groups: readonly GroupListItem[]; now: string }) {
  const columns = [
    "Name",
    { name: "People", isNumber: true },
    { name: "Groups in it", isNumber: true },
    "Managed by",
    "Last change",
  ];
  return (
    <DataTable caption="Groups" columns={columns}>
      {groups.map(({ id, name, people, groups: nested, managedBy, lastChange }) => (
        <tr key={id}>
          <td className="min-w-40 max-w-md [overflow-wrap:anywhere]">
            <Link href={`/groups/${id}`}>{name}</Link>
          </td>
          <td className="text-right tabular-nums">{formatCount(people)}</td>
          <td className="text-right tabular-nums">{nested.toLocaleString("en")}</td>
          <td className="min-w-24">{managedBy.length === 0 ? "by hand" : managedBy.join(", ")}</td>
          <td>
            <Time value={lastChange} now={now} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function formatCount(count: number): string {
  return count > mostCounted ? `more than ${mostCounted.toLocaleString("en")}` : count.toLocaleString("en");
}
