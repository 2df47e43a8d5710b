import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { SortLink } from "@/components/sort-link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { formatPeopleAddress, type PeopleQuery, type PersonListItem } from "@/lib/console/directory/people";

type Props = { people: readonly PersonListItem[]; query: PeopleQuery; now: string };

/** People with their state, their role and where it came from, and who manages them. */
export function PeopleTable({ people, query, now }: Props) {
  return (
    <DataTable
      caption="People"
      columns={[
        describeSort(query, "name", "Name and userName"),
        "Email",
        "State",
        "Role",
        "Managed by",
        describeSort(query, "change", "Last change"),
      ]}
    >
      {people.map(({ id, name, userName, email, isActive, role, roleSource, managedBy, lastChange }) => (
        <tr key={id}>
          <td className="min-w-56 max-w-80 [overflow-wrap:anywhere]">
            <Link href={`/people/${id}`}>{name}</Link>
            {name === userName ? null : <span className="block text-muted">{userName}</span>}
          </td>
          <td className="min-w-56 max-w-80 [overflow-wrap:anywhere]">{email}</td>
          <td>
            <StatusBadge tone={isActive ? "success" : "paused"}>{isActive ? "Active" : "Deactivated"}</StatusBadge>
          </td>
          <td>
            {role}
            <span className="block text-muted">{roleSource}</span>
          </td>
          <td className="min-w-24">{managedBy.length === 0 ? "by hand" : managedBy.join(", ")}</td>
          <td>
            <Time value={lastChange} now={now} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** Names are first sorted from A, changes from the latest; the column by which the list is sorted turns round. */
function describeSort({ filter, sort }: PeopleQuery, by: "name" | "change", name: string) {
  const isSorted = sort.by === by;
  const sorted = isSorted ? (sort.descending ? ("descending" as const) : ("ascending" as const)) : undefined;
  const descending = isSorted ? !sort.descending : by === "change";
  const href = formatPeopleAddress({ filter, sort: { by, descending } });
  return { name, sorted, sort: <SortLink href={href} name={name} sorted={sorted} /> };
}
