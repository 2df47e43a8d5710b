import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { StatusBadge } from "@/components/status-badge";
import { TextField } from "@/components/text-field";
import type { GroupView } from "@/lib/console/directory/groups";
import type { PeopleList } from "@/lib/console/directory/people";
import { TakeOut } from "./take-out";

type Props = { group: GroupView; members: PeopleList; text: string | undefined };

/** The people of a group, page by page. */
export function PeopleInGroup({ group, members, text }: Props) {
  const { people, previous, next } = members;
  const address = (page: Readonly<Record<string, string>>) =>
    `/groups/${group.id}?${new URLSearchParams({ ...(text === undefined ? {} : { text }), ...page })}`;
  if (group.people === 0) {
    return (
      <EmptyState title="Nobody is in this group">
        People appear here when an identity provider sends them as members, or when you add them by hand.
      </EmptyState>
    );
  }
  return (
    <>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 grow">
          <TextField name="text" label="Search in this group" type="search" defaultValue={text} />
        </div>
        <Button type="submit">Search</Button>
      </form>
      {people.length === 0 ? (
        <p className="mt-3 text-muted">
          Nobody in this group fits. <Link href={`/groups/${group.id}`}>Show all</Link>
        </p>
      ) : (
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {people.map(({ id, name, userName, isActive }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className="min-w-0 grow [overflow-wrap:anywhere]">
                <Link href={`/people/${id}`}>{name}</Link> <span className="text-muted">{userName}</span>
              </span>
              {isActive ? null : <StatusBadge tone="paused">Deactivated</StatusBadge>}
              <TakeOut groupId={group.id} memberId={id} name={name} />
            </li>
          ))}
        </ul>
      )}
      <Pager
        newer={previous && address(previous)}
        older={next && address(next)}
        words={{ newer: "Previous", older: "Next" }}
      />
      <p className="mt-3 text-[0.8125rem]">
        <Link href={`/people?group=${group.id}`}>Show them under People</Link>, with roles and filters
      </p>
    </>
  );
}
