import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import type { ConsolePerson } from "@/lib/console/settings-view";

/** Who may enter the console, which follows from their roles. */
export function ConsolePeople({ people }: { people: readonly ConsolePerson[] }) {
  return (
    <section aria-labelledby="members" className="mt-10">
      <h2 id="members" className="text-base font-semibold">
        Who may enter this console
      </h2>
      <p className="mt-1 mb-3 max-w-prose text-muted">
        Every active owner and administrator with an account. Give somebody the role on their page under People, and
        invite them there.
      </p>
      <DataTable caption="Owners and administrators" columns={["Name", "userName", "Role", "State"]}>
        {people.map((person) => (
          <tr key={person.id}>
            <td>
              <Link href={`/people/${person.id}`}>{person.name}</Link>
            </td>
            <td className="break-all">{person.userName}</td>
            <td>{person.role}</td>
            <td>{describeState(person)}</td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

function describeState({ active, hasAccount }: ConsolePerson) {
  if (!active) return <StatusBadge tone="neutral">Deactivated</StatusBadge>;
  return hasAccount ? (
    <StatusBadge tone="success">May sign in</StatusBadge>
  ) : (
    <StatusBadge tone="waiting">No account yet</StatusBadge>
  );
}
