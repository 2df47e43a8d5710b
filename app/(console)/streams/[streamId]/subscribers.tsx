import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { StatusBadge } from "@/components/status-badge";
import { TextField } from "@/components/text-field";
import type { PeopleList } from "@/lib/console/directory/people";
import type { StreamView } from "@/lib/console/directory/streams";
import { Unsubscribe } from "./unsubscribe";

type Props = { stream: StreamView; list: PeopleList; text: string | undefined };

/** Who is subscribed to a stream, page by page. */
export function Subscribers({ stream, list, text }: Props) {
  const { id: streamId, live, sleeping, isDefault } = stream;
  const address = (page: Readonly<Record<string, string>>) =>
    `/streams/${streamId}?${new URLSearchParams({ ...(text === undefined ? {} : { text }), ...page })}`;
  if (live + sleeping === 0) {
    return (
      <EmptyState title="Nobody is subscribed">
        {isDefault
          ? "The next person who comes is."
          : "People are when you subscribe them, or, once it is a default stream, as they come."}
      </EmptyState>
    );
  }
  return (
    <>
      <form method="get" className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 grow">
          <TextField name="text" label="Search in this stream" type="search" defaultValue={text} />
        </div>
        <Button type="submit">Search</Button>
      </form>
      {list.people.length === 0 ? (
        <p className="mt-3 text-muted">
          No subscriber fits. <Link href={`/streams/${streamId}`}>Show all</Link>
        </p>
      ) : (
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {list.people.map(({ id, name, userName, isActive }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className="min-w-0 grow [overflow-wrap:anywhere]">
                <Link href={`/people/${id}`}>{name}</Link> <span className="text-muted">{userName}</span>
              </span>
              {isActive ? null : <StatusBadge tone="paused">Sleeping</StatusBadge>}
              <Unsubscribe streamId={streamId} userId={id} name={name} />
            </li>
          ))}
        </ul>
      )}
      <Pager
        newer={list.previous && address(list.previous)}
        older={list.next && address(list.next)}
        words={{ newer: "Previous", older: "Next" }}
      />
    </>
  );
}
