import type { ReactNode } from "react";

/** The page's one heading, and what it is about in a sentence or two. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <>
      <h1 className="text-xl/7 font-semibold text-balance">{title}</h1>
      {children === undefined ? null : <p className="mt-2 text-muted text-pretty">{children}</p>}
    </>
  );
}
