"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { commandField, listPages, type Page } from "./command-field";
import { Dialog } from "./dialog";

/** Fetched when it is wanted: most visits never open it, and it is more code than the rest of the frame. */
const loadSearch = () => import("./command-search");
type CommandSearch = Awaited<ReturnType<typeof loadSearch>>["CommandSearch"];

/** Jumps to a page, a person, a group, a SCIM client or a request by its name or id. Opens with Ctrl-K or Command-K. */
export function CommandPalette({ pages }: { pages: readonly Page[] }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [SearchField, setSearchField] = useState<CommandSearch>();
  const router = useRouter();

  /** Should it fail, pages are found without it, and it is fetched again when it is opened. */
  const fetchSearch = useCallback(() => {
    loadSearch().then(
      ({ CommandSearch }) => setSearchField(() => CommandSearch),
      () => {},
    );
  }, []);

  useEffect(() => {
    if (isOpen) fetchSearch();
  }, [isOpen, fetchSearch]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  function go(href: string) {
    setOpen(false);
    setText("");
    router.push(href);
  }

  /** Enter, where the search is not there: pages are known without it. */
  function goToFirstPage() {
    const [page] = listPages(pages, text);
    if (page !== undefined) go(page.href);
  }

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        onPointerEnter={fetchSearch}
        onFocus={fetchSearch}
        className="flex h-9 w-full items-center gap-2 rounded-md border border-line-strong bg-ground px-2.5 text-muted"
      >
        <Search aria-hidden size={14} />
        Find
        <kbd className="ml-auto font-sans text-xs">Ctrl K</kbd>
      </button>
      <Dialog title="Go to" isOpen={isOpen} onClose={() => setOpen(false)}>
        {SearchField === undefined ? (
          <PlainField text={text} onText={setText} onEnter={goToFirstPage} />
        ) : (
          <SearchField pages={pages} text={text} onText={setText} onChoose={go} />
        )}
      </Dialog>
    </>
  );
}

type PlainFieldProps = { text: string; onText: (text: string) => void; onEnter: () => void };

/** Takes what is typed until the search is there, and in its stead where it cannot be fetched. */
function PlainField({ text, onText, onEnter }: PlainFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      data-autofocus
      aria-label="Go to"
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onEnter();
      }}
      placeholder={commandField.placeholder}
      className={commandField.className}
    />
  );
}
