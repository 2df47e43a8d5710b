import type { Change } from "./list-changes";

type Plain = Pick<Change, "title" | "before" | "after"> & { readonly consequence?: string };

/** Settings from what they are to what they would be, each with what follows. */
export function ChangeList({ changes }: { changes: readonly Plain[] }) {
  return (
    <ul className="space-y-2">
      {changes.map(({ title, before, after, consequence }) => (
        <li key={title}>
          <span className="font-medium">{title}:</span> <del className="text-muted">{before}</del>{" "}
          <span aria-hidden>→</span> <ins className="font-medium no-underline">{after}</ins>
          {consequence === undefined || consequence === "" ? null : (
            <span className="block text-[0.8125rem] text-pretty text-muted">{consequence}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
