import { Link } from "@/components/link";
import { Section } from "@/components/section";
import type { GroupView } from "@/lib/console/directory/groups";
import { TakeOut } from "./take-out";

/** The groups within this group, and those it is within. */
export function NestedGroups({ group }: { group: GroupView }) {
  const { id, nested, nestedIn } = group;
  return (
    <>
      {nested.length === 0 ? null : (
        <Section title="Groups in it">
          <ul className="divide-y divide-line border-y border-line">
            {nested.map((inner) => (
              <li key={inner.id} className="flex flex-wrap items-center gap-x-3 py-1.5">
                <Link href={`/groups/${inner.id}`} className="min-w-0 grow [overflow-wrap:anywhere]">
                  {inner.name}
                </Link>
                <TakeOut groupId={id} memberId={inner.id} name={inner.name} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {nestedIn.length === 0 ? null : (
        <Section title="Groups it is in">
          <ul className="divide-y divide-line border-y border-line">
            {nestedIn.map((outer) => (
              <li key={outer.id} className="py-1.5 [overflow-wrap:anywhere]">
                <Link href={`/groups/${outer.id}`}>{outer.name}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
