"use client";

import { Command } from "cmdk";
import { useEffect, useState } from "react";
import { commandField, listPages, type Page } from "./command-field";

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
  onChoose: (href: string) => void;
};

/** It takes the place of the plain field: whoever types there goes on here, at the end of the text. */
function focusAtEnd(field: HTMLInputElement | null) {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

/** The field of the command palette and what has the name that is typed into it. */
export function CommandSearch({ pages, text, onText, onChoose }: CommandSearchProps) {
  const [found, setFound] = useState<readonly Found[]>([]);

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

  const pagesFound = listPages(pages, text).map((page) => ({ ...page, kind: "page" }));
  return (
    <Command label="Go to" shouldFilter={false}>
      <Command.Input
        ref={focusAtEnd}
        data-autofocus
        value={text}
        onValueChange={onText}
        placeholder={commandField.placeholder}
        className={commandField.className}
      />
      <Command.List className="mt-2 max-h-80 overflow-y-auto">
        <Command.Empty className="px-2 py-3 text-muted">Nothing has this name.</Command.Empty>
        {[...pagesFound, ...found].map(({ href, name, kind }) => (
          <Command.Item
            key={href}
            value={href}
            onSelect={() => onChoose(href)}
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
