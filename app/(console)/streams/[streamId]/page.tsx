import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Link } from "@/components/link";
import { Section } from "@/components/section";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import type { SearchParams } from "@/lib/console/directory/list-position";
import { listPeople, readPeopleQuery } from "@/lib/console/directory/people";
import { countPeopleHere, findStream } from "@/lib/console/directory/streams";
import { StreamActions } from "./stream-actions";
import { Subscribe } from "./subscribe";
import { Subscribers } from "./subscribers";

export const metadata: Metadata = { title: "Stream" };

const pageSize = 25;

type Props = { params: Promise<{ streamId: string }>; searchParams: Promise<SearchParams> };

export default async function StreamPage({ params, searchParams }: Props) {
  const access = await requireAccess("directory.read");
  const { streamId } = await params;
  const stream = (await findStream(access, streamId)) ?? notFound();
  const { text, after, before } = await searchParams;
  const query = readPeopleQuery({ text, after, before, stream: stream.id });
  const [subscribers, people] = await Promise.all([listPeople(access, query, pageSize), countPeopleHere(access)]);
  return (
    <>
      <p className="text-[0.8125rem]">
        <Link href="/streams">Streams</Link>
      </p>
      <h1 className="mt-1 text-xl/7 font-semibold [overflow-wrap:anywhere]">{stream.name}</h1>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-muted">
        {stream.isDefault ? <StatusBadge tone="info">Default</StatusBadge> : null}
        <span>
          {stream.live.toLocaleString("en")} live, {stream.sleeping.toLocaleString("en")} sleeping until their people
          are reactivated
        </span>
        <span>
          made <Time value={stream.created} now={new Date().toISOString()} />
        </span>
      </p>
      <StreamActions stream={stream} people={people} />
      <div className="mt-8 grid gap-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <Section title="Subscribers">
            <Subscribers stream={stream} list={subscribers} text={query.filter.text} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="Subscribe by hand">
            <Subscribe streamId={stream.id} />
          </Section>
        </div>
      </div>
    </>
  );
}
