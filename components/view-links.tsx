import { Link } from "./link";

type Props = {
  /** What is chosen by them, for screen readers. */
  name: string;
  views: readonly { readonly name: string; readonly href: string; readonly isOpen: boolean }[];
};

/** Links to the views of one list; the one that is open is marked. */
export function ViewLinks({ name, views }: Props) {
  return (
    <nav aria-label={name}>
      <ul className="flex flex-wrap gap-1">
        {views.map((view) => (
          <li key={view.href}>
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
  );
}
