import type { Metadata } from "next";
import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { Pager } from "@/components/pager";
import { requireAccess } from "@/lib/console/access";
import { readClientNames } from "@/lib/console/directory/client-names";
import { findGroup } from "@/lib/console/directory/groups";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { formatPeopleAddress, listPeople, mostCounted, readPeopleQuery } from "@/lib/console/directory/people";
import { findStream } from "@/lib/console/directory/streams";
import { PeopleFilterBar } from "./people-filter-bar";
import { PeopleTable } from "./people-table";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requireAccess("directory.read");
  const query = readPeopleQuery(await searchParams);
  const { groupId, streamId } = query.filter;
  const [list, clients, group, stream] = await Promise.all([
    listPeople(access, query),
    readClientNames(access),
    groupId === undefined ? undefined : findGroup(access, groupId),
    streamId === undefined ? undefined : findStream(access, streamId),
  ]);
  const isNarrowed = Object.keys(query.filter).length > 0;
  const isFirst = query.after === undefined && query.before === undefined;
  return (
    <>
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow">
          <PageHeading title="People">Everybody in {access.organization.name}, whoever manages them.</PageHeading>
        </div>
        <Link href="/people/new" className={describeButton("primary")}>
          Add a person
        </Link>
      </div>
      <PeopleFilterBar
        query={query}
        clients={[...clients.values()].map(({ id, name }) => ({ id, name }))}
        within={{ group: group?.name, stream: stream?.name }}
      />
      <p className="mt-4 text-muted tabular-nums" role="status">
        {describeCount(list.count, isNarrowed)}
      </p>
      <div className="mt-2">
        {list.people.length === 0 ? (
          <EmptyState title={isNarrowed ? "Nobody fits these filters" : "Nobody is here yet"}>
            {isNarrowed ? (
              <a href="/people">Show everybody</a>
            ) : (
              <>
                People appear when an identity provider sends them, or when you{" "}
                <Link href="/people/new">add one by hand</Link>. <Link href="/scim-clients">Connect one</Link> to begin.
              </>
            )}
          </EmptyState>
        ) : (
          <PeopleTable people={list.people} query={query} now={new Date().toISOString()} />
        )}
      </div>
      <Pager
        newer={list.previous && formatPeopleAddress(query, list.previous)}
        older={list.next && formatPeopleAddress(query, list.next)}
        words={{ newer: "Previous", older: "Next" }}
      />
      {isFirst ? null : (
        <p className="mt-3 text-center">
          <Link href={formatPeopleAddress(query)}>First page</Link>
        </p>
      )}
    </>
  );
}

function describeCount(count: number, isNarrowed: boolean): string {
  const number = count > mostCounted ? `More than ${mostCounted.toLocaleString("en")}` : count.toLocaleString("en");
  const people = count === 1 ? "person" : "people";
  return isNarrowed ? `${number} ${people} ${count === 1 ? "fits" : "fit"}` : `${number} ${people}`;
}
