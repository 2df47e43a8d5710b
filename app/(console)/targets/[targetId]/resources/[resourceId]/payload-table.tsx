import { Equal, PenLine, TriangleAlert } from "lucide-react";
import { DataTable } from "@/components/data-table";
import type { ResourceView } from "@/lib/console/targets/resource-view";

/** What the target should have, what it was sent and what it showed, attribute by attribute. */
export function PayloadTable({ view }: { view: ResourceView }) {
  const { lines, received, sent } = view;
  if (lines.length === 0) return <p className="text-muted">Nothing: it should not be there, and was not sent.</p>;
  return (
    <DataTable caption="Attributes" columns={["Attribute", "Should be", "Last sent", "Last shown there", "So"]}>
      {lines.map(({ path, desired, sent: written, received: shown, isNew, isOtherThere }) => (
        <tr key={path} className={isNew || isOtherThere ? "bg-surface" : ""}>
          <th
            scope="row"
            className="max-w-64 min-w-36 border-t border-line px-3 py-2 text-left align-top font-normal [overflow-wrap:anywhere]"
          >
            {path}
          </th>
          <Values lines={desired} />
          <Values lines={written} none={sent === undefined ? "Nothing yet" : "Not sent"} />
          <Values
            lines={shown}
            none={received === undefined ? (sent === undefined ? "Not known" : "Not asked") : "Not there"}
          />
          <td className="whitespace-nowrap">
            <Verdict isNew={isNew} isOtherThere={isOtherThere} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Verdict({ isNew, isOtherThere }: { isNew: boolean; isOtherThere: boolean }) {
  const [Icon, color, word] = isNew
    ? ([PenLine, "text-accent", "To be written"] as const)
    : isOtherThere
      ? ([TriangleAlert, "text-warning", "Kept otherwise there"] as const)
      : ([Equal, "text-muted", "The same"] as const);
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden size={14} className={`shrink-0 ${color}`} />
      {word}
    </span>
  );
}

function Values({ lines, none = "None" }: { lines: readonly string[]; none?: string }) {
  return (
    <td className="min-w-32 max-w-72 [overflow-wrap:anywhere]">
      {lines.length === 0 ? (
        <span className="text-muted">{none}</span>
      ) : (
        lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: values may repeat, and never move.
          <div key={index}>{line === "" ? "Empty" : line}</div>
        ))
      )}
    </td>
  );
}
