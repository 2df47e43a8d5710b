"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

/** Links to the parts of one thing; the one that is open is marked. */
export function Tabs({
  name,
  tabs,
}: {
  name: string;
  tabs: readonly { readonly href: string; readonly name: string }[];
}) {
  const path = usePathname();
  return (
    <nav aria-label={name} className="mt-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={path === tab.href ? "page" : undefined}
              className="-mb-px flex h-10 items-center border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-muted no-underline hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
            >
              {tab.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
