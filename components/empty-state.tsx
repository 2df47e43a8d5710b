import type { ReactNode } from "react";

/** What will stand here, what makes it appear, and what to do now. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-md border border-dashed border-line-strong px-4 py-8 text-center">
      <p className="font-medium">{title}</p>
      {children === undefined ? null : (
        <div className="mx-auto mt-1 max-w-prose text-muted text-pretty">{children}</div>
      )}
    </div>
  );
}
