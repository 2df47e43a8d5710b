import type { Metadata } from "next";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import { countPeopleHere, listStreamViews, type StreamView } from "@/lib/console/directory/streams";
import { NewStream } from "./new-stream";

export const metadata: Metadata = { title: "Streams" };

export default async function StreamsPage() {
  const access = await requireAccess("directory.read");
  const [streams, people] = await Promise.all([listStreamViews(access), countPeopleHere(access)]);
  return (
    <>
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow">
          <PageHeading title="Streams">
            Channels that people are subscribed to. New people get the default ones from the start.
          </PageHeading>
        </div>
        <NewStream people={people} />
      </div>
      <div className="mt-6">
        {streams.length === 0 ? (
          <EmptyState title="There is no stream yet">
            Make one, and mark it as default if everybody who comes from now on should be subscribed to it.
          </EmptyState>
        ) : (
          <StreamTable streams={streams} now={new Date().toISOString()} />
        )}
      </div>
    </>
  );
}

function StreamTable({ streams, now }: { streams: readonly StreamView[]; now: string }) {
  const columns = [
    "Name",
    "New people",
    { name: "Live", isNumber: true },
    { name: "Sleeping", isNumber: true },
    "Made",
  ];
  return (
    <DataTable caption="Streams" columns={columns}>
      {streams.map(({ id, name, isDefault, live, sleeping, created }) => (
        <tr key={id}>
          <td className="min-w-40 max-w-md [overflow-wrap:anywhere]">
            <Link href={`/streams/${id}`}>{name}</Link>
          </td>
          <td>
            {isDefault ? (
              <StatusBadge tone="info">Default</StatusBadge>
            ) : (
              <span className="text-muted">not by themselves</span>
            )}
          </td>
          <td className="text-right tabular-nums">{live.toLocaleString("en")}</td>
          <td className="text-right tabular-nums">{sleeping.toLocaleString("en")}</td>
          <td>
            <Time value={created} now={now} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
