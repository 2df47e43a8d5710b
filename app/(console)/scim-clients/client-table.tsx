import { type Column, DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { SortLink } from "@/components/sort-link";
import { Sparkline } from "@/components/sparkline";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ScimClientRow, ScimClientSort } from "@/lib/console/scim-client-table";
import { type ClientOrder, formatClientOrder } from "./client-order";
import { describeDay } from "./describe-day";
import { ProviderMark } from "./provider-mark";

const headings: readonly { readonly sort: ScimClientSort; readonly name: string; readonly isNumber?: boolean }[] = [
  { sort: "name", name: "Name" },
  { sort: "state", name: "State" },
  { sort: "people", name: "People", isNumber: true },
  { sort: "groups", name: "Groups", isNumber: true },
  { sort: "lastRequest", name: "Last request" },
  { sort: "tokenExpiry", name: "Token ends" },
];

type ClientTableProps = { rows: readonly ScimClientRow[]; order: ClientOrder; now: string };

/** The SCIM clients with what one wants to know of each at a glance. */
export function ClientTable({ rows, order, now }: ClientTableProps) {
  const [name, state, people, groups, lastRequest, expiry] = headings.map(({ sort, ...heading }): Column => {
    const sorted = sort === order.sort ? (order.isDescending ? "descending" : "ascending") : undefined;
    const href = formatClientOrder(sort, order);
    return { ...heading, sorted, sort: <SortLink href={href} name={heading.name} sorted={sorted} /> };
  });
  const columns = [name, state, people, groups, lastRequest, "24 hours", expiry].filter(
    (column) => column !== undefined,
  );
  const countedAt = rows.find((row) => row.countedAt !== undefined)?.countedAt;
  return (
    <>
      <DataTable caption="SCIM clients" columns={columns}>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className="border-t border-line px-3 py-2 text-left align-top font-normal">
              <Link href={`/scim-clients/${row.id}`} className="flex min-w-36 items-center gap-2.5 no-underline">
                <ProviderMark name={row.providerName} />
                <span className="min-w-0">
                  <span className="block font-medium">{row.name}</span>
                  {row.providerName === row.name ? null : <span className="block text-muted">{row.providerName}</span>}
                </span>
              </Link>
            </th>
            <td title={row.health.sentence}>
              <StatusBadge tone={row.health.tone}>{row.health.word}</StatusBadge>
            </td>
            <td className="text-right tabular-nums">
              {row.isCounted ? row.activePeople.toLocaleString("en") : "being counted"}
              {row.inactivePeople === 0 ? null : (
                <span className="block whitespace-nowrap text-muted">
                  and {row.inactivePeople.toLocaleString("en")} inactive
                </span>
              )}
            </td>
            <td className="text-right tabular-nums">{row.isCounted ? row.groups.toLocaleString("en") : ""}</td>
            <td>
              {row.lastRequestAt === undefined ? "never" : <Time value={row.lastRequestAt.toISOString()} now={now} />}
            </td>
            <td>
              <Sparkline bars={row.day} name={describeDay(row.day)} />
              <span aria-hidden className="block whitespace-nowrap text-muted">
                {describeDay(row.day)}
              </span>
            </td>
            <td>{describeEnd(row.accessEndsAt, now)}</td>
          </tr>
        ))}
      </DataTable>
      {countedAt === undefined ? null : (
        <p className="mt-2 text-[0.8125rem] text-muted">
          People and groups were counted <Time value={countedAt.toISOString()} now={now} />.
        </p>
      )}
    </>
  );
}

function describeEnd(endsAt: Date | null | undefined, now: string) {
  if (endsAt === undefined) return <StatusBadge tone="danger">No valid token</StatusBadge>;
  return endsAt === null ? "never" : <Time value={endsAt.toISOString()} now={now} />;
}
