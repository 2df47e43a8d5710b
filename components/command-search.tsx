"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { commandField } from "./command-field";

type Page = { readonly href: string; readonly name: string };
type Found = Page & { readonly kind: string };

/** What is shown for a pasted access token or client secret, which must not leave this page. */
const secretHint: Found = {
  href: "/scim-clients",
  name: "This is an access token or client secret, so it was not searched for. If others saw it, rotate it under Credentials.",
  kind: "hint",
};

type CommandSearchProps = {
  pages: readonly Page[];
  text: string;
  onText: (text: string) => void;
  /** Whether the first page of this name was chosen before this was there. */
  isChosen: boolean;
  /** Somebody has gone where they wanted. */
  onGone: () => void;
};

/** The field of the command palette and what has the name that is typed into it. */
export function CommandSearch({ pages, text, onText, isChosen, onGone }: CommandSearchProps) {
  const [found, setFound] = useState<readonly Found[]>([]);
  const field = useRef<HTMLInputElement>(null);
  const router = useRouter();

  // It takes the place of the plain field: whoever types there goes on here, at the end of the text.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was there at first matters.
  useEffect(() => {
    const [chosen] = isChosen ? listPages(pages, text) : [];
    if (chosen !== undefined) return go(chosen.href);
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);

  useEffect(() => {
    if (text.trim() === "") return setFound([]);
    if (/roster_(scim|secret)_/.test(text)) return setFound([secretHint]);
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await fetch(`/api/find?text=${encodeURIComponent(text)}`, { signal: asking.signal }).catch(
        () => undefined,
      );
      if (answer?.ok) setFound(await answer.json());
    }, 150);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);

  function go(href: string) {
    onGone();
    router.push(href);
  }

  return (
    <Command label="Go to" shouldFilter={false}>
      <Command.Input
        ref={field}
        data-autofocus
        value={text}
        onValueChange={onText}
        placeholder={commandField.placeholder}
        className={commandField.className}
      />
      <Command.List className="mt-2 max-h-80 overflow-y-auto">
        <Command.Empty className="px-2 py-3 text-muted">Nothing has this name.</Command.Empty>
        {[...listPages(pages, text), ...found].map(({ href, name, kind }) => (
          <Command.Item
            key={href}
            value={href}
            onSelect={() => go(href)}
            className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-2 data-[selected=true]:bg-line"
          >
            <span className={`min-w-0 grow ${kind === "hint" ? "" : "truncate"}`}>{name}</span>
            <span className="text-[0.8125rem] text-muted">{kind}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

function listPages(pages: readonly Page[], text: string): readonly Found[] {
  const wanted = text.trim().toLowerCase();
  return pages.filter(({ name }) => name.toLowerCase().includes(wanted)).map((page) => ({ ...page, kind: "page" }));
}
