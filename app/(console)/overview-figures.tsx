import { Link } from "@/components/link";
import type { Overview } from "@/lib/console/overview";

/** How much the organization holds, in one line. */
export function OverviewFigures({ figures, clients }: Pick<Overview, "figures"> & { clients: number }) {
  const { activePeople, inactivePeople, groups } = figures;
  return (
    <p className="mt-2 text-muted">
      <Link href="/people">{count(activePeople, "active person", "active people")}</Link>
      {inactivePeople === 0 ? "" : ` and ${inactivePeople.toLocaleString("en")} deactivated`},{" "}
      <Link href="/groups">{count(groups, "group", "groups")}</Link>,{" "}
      <Link href="/scim-clients">{count(clients, "SCIM client", "SCIM clients")}</Link>
    </p>
  );
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
