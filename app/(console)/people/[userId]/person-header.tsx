import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { PersonView } from "@/lib/console/directory/person";

/** Who it is, in which state, and what the state means. */
export function PersonHeader({ person, now }: { person: PersonView; now: string }) {
  const { name, isActive, role, managers, created, lastChange } = person;
  return (
    <header>
      <p className="text-[0.8125rem]">
        <Link href="/people">People</Link>
      </p>
      <h1 className="mt-1 text-xl/7 font-semibold [overflow-wrap:anywhere]">{name}</h1>
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        <StatusBadge tone={isActive ? "success" : "paused"}>{isActive ? "Active" : "Deactivated"}</StatusBadge>
        <span>{role}</span>
        <span className="text-muted">
          managed by{" "}
          {managers.length === 0
            ? "hand"
            : managers.map(({ id, name: client }, index) => (
                <span key={id}>
                  {index === 0 ? "" : ", "}
                  <Link href={`/scim-clients/${id}`}>{client}</Link>
                </span>
              ))}
        </span>
      </p>
      <p className="mt-2 text-pretty text-muted">{explainState(person)}</p>
      <p className="mt-1 text-[0.8125rem] text-muted">
        Here since <Time value={created} now={now} />, last changed <Time value={lastChange} now={now} />
      </p>
    </header>
  );
}

function explainState({ isActive, account, directGroups, streams }: PersonView): string {
  if (!isActive) {
    return `Deactivated people cannot sign in and get nothing from streams. ${countKept(directGroups, streams.length)} kept for the day they return.`;
  }
  return account === undefined
    ? "Active, and without an account for the console."
    : "Active, with an account for the console.";
}

function countKept(groups: number, streams: number): string {
  const words = [
    ...(groups === 0 ? [] : [groups === 1 ? "1 group" : `${groups.toLocaleString("en")} groups`]),
    ...(streams === 0 ? [] : [streams === 1 ? "1 stream" : `${streams.toLocaleString("en")} streams`]),
  ];
  if (words.length === 0) return "Their groups and streams, none at the moment, are";
  return `${words.join(" and ")} ${groups + streams === 1 ? "is" : "are"}`;
}
