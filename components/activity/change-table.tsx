import type { ShownChange } from "@/lib/console/requests/show-change";
import { DataTable } from "../data-table";
import { Link } from "../link";

const verbs = { created: "created", updated: "changed", deleted: "deleted" } as const;

/** What a request changed in one person or group: before and after, attribute by attribute. */
export function ChangeTable({ change, number }: { change: ShownChange; number: number }) {
  const { subject, kind, lines, added, removed } = change;
  // A Bulk may change somebody twice, and each table needs a name of its own.
  const title = `${subject.name} was ${verbs[kind]}${number === 1 ? "" : ` (change ${number})`}`;
  return (
    <div>
      <h3 className="mb-2 font-medium [overflow-wrap:anywhere]">
        <MaybeLink {...subject} /> was {verbs[kind]}
      </h3>
      {lines.length === 0 ? null : (
        <DataTable caption={title} columns={["Attribute", "Before", "After"]}>
          {lines.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row" className="border-t border-line px-3 py-2 text-left align-top font-normal">
                {name}
              </th>
              <Side lines={before} look="text-danger line-through decoration-1" />
              <Side lines={after} look="" />
            </tr>
          ))}
        </DataTable>
      )}
      <Members title="Came in" members={added} />
      <Members title="Left" members={removed} />
    </div>
  );
}

function Side({ lines, look }: { lines: readonly string[]; look: string }) {
  return (
    <td className="min-w-32 [overflow-wrap:anywhere]">
      {lines.length === 0 ? (
        <span className="text-muted">Not set</span>
      ) : (
        lines.map((line) => (
          <div key={line} className={look}>
            {line === "" ? "Empty" : line}
          </div>
        ))
      )}
    </td>
  );
}

function Members({ title, members: { named, more } }: { title: string; members: ShownChange["added"] }) {
  if (named.length === 0) return null;
  return (
    <p className="mt-2 text-[0.8125rem] [overflow-wrap:anywhere]">
      <span className="text-muted">{title}: </span>
      {named.map((member, index) => (
        <span key={member.href ?? `gone ${index}`}>
          {index === 0 ? "" : ", "}
          <MaybeLink {...member} />
        </span>
      ))}
      {more === 0 ? "" : ` and ${more.toLocaleString("en")} more`}
    </p>
  );
}

function MaybeLink({ name, href }: { name: string; href: string | undefined }) {
  return href === undefined ? name : <Link href={href}>{name}</Link>;
}
