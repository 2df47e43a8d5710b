import type { ReactNode } from "react";

type SectionProps = { title: string; children: ReactNode; note?: ReactNode; aside?: ReactNode };

/** A part of a page under a heading of its own. `aside` stands beside the heading. */
export function Section({ title, note, aside, children }: SectionProps) {
  const id = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return (
    <section aria-labelledby={id}>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="grow text-base font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {note === undefined ? null : <p className="mt-1 text-pretty text-muted [overflow-wrap:anywhere]">{note}</p>}
      <div className="mt-2">{children}</div>
    </section>
  );
}

/** Terms and what is known of each, under each other on small screens. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line border-y border-line">{children}</dl>;
}

/** One term of `Facts`. */
export function Fact({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-x-3 py-2 sm:flex-row">
      <dt className="w-40 shrink-0 break-words text-muted">{term}</dt>
      <dd className="min-w-0 grow [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** An id in mono that may break anywhere. */
export function Id({ children }: { children: string }) {
  return <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{children}</code>;
}
