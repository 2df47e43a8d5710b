import type { ReactNode } from "react";
import { Button } from "../button";
import { Link } from "../link";
import { SelectField } from "../select-field";
import { TextField } from "../text-field";

export type FilterOption = { readonly value: string; readonly name: string };
export type FilterField = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly FilterOption[];
};
export type ActivityTab = { readonly name: string; readonly href: string; readonly isOpen: boolean };

type ActivityFiltersProps = {
  /** Where the form leads. */
  path: string;
  text: string;
  fields: readonly FilterField[];
  from: string;
  until: string;
  views: readonly ActivityTab[];
  /** Kept as it is: the view, and the person or group that the list is confined to. */
  hidden: Readonly<Record<string, string>>;
  /** The list without any filter; absent where there is none. */
  clearHref?: string | undefined;
  children?: ReactNode;
};

/** Narrows the list. It is a plain form, so that its filters stand in the address. */
export function ActivityFilters({
  path,
  text,
  fields,
  from,
  until,
  views,
  hidden,
  clearHref,
  children,
}: ActivityFiltersProps) {
  return (
    <>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <nav aria-label="View">
          <ul className="flex flex-wrap gap-1">
            {views.map((view) => (
              <li key={view.name}>
                <Link
                  href={view.href}
                  aria-current={view.isOpen ? "true" : undefined}
                  className="inline-flex h-8 items-center rounded-md border border-transparent px-2.5 text-[0.8125rem] font-medium text-muted no-underline hover:text-text aria-[current]:border-line-strong aria-[current]:bg-surface aria-[current]:text-text"
                >
                  {view.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {children}
      </div>
      <form method="get" action={path} className="mt-3">
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <TextField
            key={text}
            name="text"
            label="Search"
            type="search"
            defaultValue={text}
            placeholder="A name, an address, an id"
          />
          {fields.map(({ name, label, value, options }) => (
            <SelectField key={name + value} name={name} label={label} defaultValue={value} options={options} />
          ))}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit">Apply</Button>
            {clearHref === undefined ? null : <Link href={clearHref}>Clear the filters</Link>}
          </div>
        </div>
        <details className="mt-2" open={from !== "" || until !== ""}>
          <summary className="cursor-pointer text-[0.8125rem] text-muted">Between two times</summary>
          <div className="mt-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
            <TextField key={from} name="from" label="From (UTC)" type="datetime-local" defaultValue={from} />
            <TextField key={until} name="until" label="Until (UTC)" type="datetime-local" defaultValue={until} />
          </div>
        </details>
      </form>
    </>
  );
}
