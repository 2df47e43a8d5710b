"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "./dialog";

type Found = { readonly href: string; readonly name: string; readonly kind: string };

/** What is shown for a pasted access token or client secret, which must not leave this page. */
const secretHint: Found = {
  href: "/scim-clients",
  name: "This is an access token or client secret, so it was not searched for. If others saw it, rotate it under Credentials.",
  kind: "hint",
};

/** Jumps to a page, a person, a group, a SCIM client or a request by its name or id. Opens with Ctrl-K or Command-K. */
export function CommandPalette({ pages }: { pages: readonly { readonly href: string; readonly name: string }[] }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly Found[]>([]);
  const router = useRouter();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
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
    setOpen(false);
    setText("");
    router.push(href);
  }

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-ground px-2.5 text-muted"
      >
        <Search aria-hidden size={14} />
        Find
        <kbd className="ml-auto font-sans text-xs">Ctrl K</kbd>
      </button>
      <Dialog title="Go to" isOpen={isOpen} onClose={() => setOpen(false)}>
        <Command label="Go to" shouldFilter={false}>
          <Command.Input
            data-autofocus
            value={text}
            onValueChange={setText}
            placeholder="A page, a person, a group, a client or a request id"
            className="h-10 w-full rounded-md border border-line-strong bg-ground px-3 outline-none"
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
      </Dialog>
    </>
  );
}

function listPages(pages: readonly { readonly href: string; readonly name: string }[], text: string): readonly Found[] {
  const wanted = text.trim().toLowerCase();
  return pages.filter(({ name }) => name.toLowerCase().includes(wanted)).map((page) => ({ ...page, kind: "page" }));
}
