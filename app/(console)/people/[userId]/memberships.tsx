import { Link } from "@/components/link";
import { Section } from "@/components/section";
import type { PersonView } from "@/lib/console/directory/person";

const shownGroups = 100;

/** The groups and streams of a person. */
export function Memberships({ person }: { person: PersonView }) {
  const { groups, streams, isActive } = person;
  const more = groups.length - shownGroups;
  return (
    <>
      <Section title="Groups">
        {groups.length === 0 ? (
          <p className="text-muted">In no group.</p>
        ) : (
          <ul className="divide-y divide-line border-y border-line">
            {groups.slice(0, shownGroups).map(({ id, name, isDirect }) => (
              <li key={id} className="flex flex-wrap gap-x-3 py-1.5">
                <Link href={`/groups/${id}`} className="min-w-0 grow [overflow-wrap:anywhere]">
                  {name}
                </Link>
                {isDirect ? null : <span className="text-muted">through another group</span>}
              </li>
            ))}
            {more > 0 ? <li className="py-1.5 text-muted">and {more.toLocaleString("en")} more</li> : null}
          </ul>
        )}
      </Section>
      <Section
        title="Streams"
        {...(isActive || streams.length === 0 ? {} : { note: "They sleep while the person is deactivated." })}
      >
        {streams.length === 0 ? (
          <p className="text-muted">Subscribed to no stream.</p>
        ) : (
          <ul className="divide-y divide-line border-y border-line">
            {streams.map(({ id, name }) => (
              <li key={id} className="flex flex-wrap gap-x-3 py-1.5">
                <Link href={`/streams/${id}`} className="min-w-0 grow [overflow-wrap:anywhere]">
                  {name}
                </Link>
                <span className="text-muted">{isActive ? "live" : "sleeping"}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
