"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Chrome } from "@/lib/console/chrome";

/** The organization that is open; a choice where the person may enter several. Works without scripts. */
export function OrganizationSwitcher({ organization, organizations }: Pick<Chrome, "organization" | "organizations">) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const { current } = menu;
      const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
      const isOutside =
        event.type === "pointerdown" && !current?.contains(event.target instanceof Node ? event.target : null);
      if (current?.open !== true || !(isEscape || isOutside)) return;
      current.open = false;
      if (isEscape) current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  if (organizations.length < 2) {
    return <span className="min-w-0 truncate text-base font-semibold">{organization.name}</span>;
  }
  return (
    <details ref={menu} className="relative min-w-0 grow">
      <summary className="flex h-10 cursor-pointer list-none items-center gap-2 rounded-md border border-line-strong bg-ground px-2.5 font-semibold [&::-webkit-details-marker]:hidden">
        <span className="sr-only">Organization: </span>
        <span className="min-w-0 grow truncate">{organization.name}</span>
        <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
      </summary>
      <form
        method="post"
        action="/switch-organization"
        aria-label="Switch organization"
        className="absolute left-0 z-20 mt-1 max-h-80 w-64 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-md border border-line bg-ground p-1 shadow-lg"
      >
        {organizations.map(({ id, name }) => (
          <button
            key={id}
            type="submit"
            name="organization"
            value={id}
            aria-current={id === organization.id ? "true" : undefined}
            className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-line"
          >
            <span className="min-w-0 grow break-words">{name}</span>
            {id === organization.id ? <Check aria-hidden size={14} className="shrink-0 text-accent" /> : null}
          </button>
        ))}
      </form>
    </details>
  );
}
