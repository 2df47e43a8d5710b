import type { ReactNode } from "react";

export type Column =
  | string
  | {
      readonly name: string;
      readonly isNumber?: boolean;
      /** In place of the name: a link that sorts by it. */
      readonly sort?: ReactNode;
      readonly sorted?: "ascending" | "descending" | undefined;
    };

type DataTableProps = {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: readonly Column[];
  /** Its rows, as `<tr>`. */
  children: ReactNode;
};

/** A dense table that scrolls sideways within its own frame where it is too wide. */
export function DataTable({ caption, columns, children }: DataTableProps) {
  return (
    // It is what absolutely placed text for screen readers is placed in, which would widen the page otherwise.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-[0.8125rem] [&_td]:border-t [&_td]:border-line [&_td]:px-3 [&_td]:py-2 [&_td]:align-top">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-surface text-left text-muted">
          <tr>
            {columns.map((column) =>
              typeof column === "string" ? (
                <Heading key={column} name={column} />
              ) : (
                <Heading key={column.name} {...column} />
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

function Heading({ name, isNumber = false, sort, sorted }: Exclude<Column, string>) {
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={`px-3 py-2 font-medium whitespace-nowrap ${isNumber ? "text-right" : ""}`}
    >
      {sort ?? name}
    </th>
  );
}
