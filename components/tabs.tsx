"use client";

import { usePathname } from "next/navigation";
import { Link } from "./link";

/** Links to the parts of one thing; the one that is open is marked. */
export function Tabs({
  name,
  tabs,
}: {
  name: string;
  tabs: readonly { readonly href: string; readonly name: string }[];
}) {
  const path = usePathname();
  // What lies below a tab belongs to it; of two the one whose address is longer.
  const around = tabs
    .filter(({ href }) => path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
  const isExact = tabs.some(({ href }) => href === path);
  return (
    <nav aria-label={name} className="mt-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={path === tab.href ? "page" : isExact || tab !== around ? undefined : "true"}
              className="-mb-px flex h-10 items-center border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-muted no-underline hover:text-text aria-[current]:border-accent aria-[current]:text-text"
            >
              {tab.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
