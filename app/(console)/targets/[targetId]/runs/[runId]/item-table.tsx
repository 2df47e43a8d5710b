import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { planOperations, type ShownItem } from "@/lib/console/targets/run-page";

type Props = { items: readonly ShownItem[]; targetId: string; isPlan: boolean };

const colors: Readonly<Record<ShownItem["operation"], string>> = {
  create: "text-success",
  update: "text-accent",
  deprovision: "text-danger",
  conflict: "text-warning",
  skip: "text-muted",
};

/** What a run means to do, each row with the attributes that it changes folded away. */
export function ItemTable({ items, targetId, isPlan }: Props) {
  return (
    <DataTable
      caption={isPlan ? "The plan" : "What it means to do"}
      columns={["Operation", "Who", "Why and what", "State"]}
    >
      {items.map((item) => (
        <tr key={item.resourceId}>
          <td className="whitespace-nowrap">
            <span aria-hidden className={`inline-block w-4 font-mono font-semibold ${colors[item.operation]}`}>
              {planOperations[item.operation].sign}
            </span>
            {planOperations[item.operation].word}
          </td>
          <td className="min-w-32 max-w-72 [overflow-wrap:anywhere]">
            <Link href={`/targets/${targetId}/resources/${item.resourceId}`}>{item.label}</Link>
            <span className="block text-muted">{item.resourceType === "User" ? "Person" : "Group"}</span>
          </td>
          <td className="min-w-64 [overflow-wrap:anywhere]">
            {item.reason}
            <Changes item={item} />
          </td>
          <td className="min-w-32 max-w-72">
            <StatusBadge tone={item.standing.tone}>{item.standing.word}</StatusBadge>
            {item.detail === undefined ? null : (
              <span className="block text-muted [overflow-wrap:anywhere]">{item.detail}</span>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Changes({ item: { changes, label } }: { item: ShownItem }) {
  if (changes.length === 0) return null;
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-muted">
        {changes.length} {changes.length === 1 ? "attribute" : "attributes"}
        <span className="sr-only"> of {label}</span>
      </summary>
      <dl className="mt-1 space-y-1 border-l-2 border-line pl-3">
        {changes.map(({ path, from, to }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the changes of a row never move.
          <div key={index}>
            <dt className="font-mono text-xs text-muted">{path}</dt>
            <dd>
              {from.map((line) => (
                <span key={line} className="block">
                  <span aria-hidden className="font-mono text-danger">
                    −{" "}
                  </span>
                  <span className="sr-only">from </span>
                  <del className="decoration-1">{line === "" ? "Empty" : line}</del>
                </span>
              ))}
              {to.map((line) => (
                <span key={line} className="block">
                  <span aria-hidden className="font-mono text-success">
                    +{" "}
                  </span>
                  <span className="sr-only">to </span>
                  <ins className="no-underline">{line === "" ? "Empty" : line}</ins>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
