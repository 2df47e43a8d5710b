"use client";

import { Fragment, useEffect, useRef, useState } from "react";
import { useHydrated } from "./use-hydrated";

const shownMs = 2000;

/** A line of text to be used elsewhere, such as an address or a command, with a button that copies it. */
export function CopyLine({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState<"" | "copied" | "failed">("");
  const code = useRef<HTMLElement>(null);
  const isHydrated = useHydrated();

  useEffect(() => {
    if (copied === "") return;
    const timer = setTimeout(() => setCopied(""), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied("copied");
    } catch {
      // The clipboard needs https or localhost: then the text is selected, to be copied by hand.
      if (code.current !== null) getSelection()?.selectAllChildren(code.current);
      setCopied("failed");
    }
  }

  const words = text.split(" ");
  const label = copied === "copied" ? "Copied" : copied === "failed" ? "Selected" : "Copy";
  return (
    <div className="flex items-stretch rounded-md border border-line bg-surface">
      <code ref={code} className="grow self-center px-3 py-2 font-mono text-[0.8125rem] break-words min-w-0">
        {words.map((word, index) => (
          // Words stay whole at the end of a line, unlike the browser's way with --preset.
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a fixed line never move.
          <Fragment key={index}>
            {index === 0 ? "" : " "}
            <span className="inline-block max-w-full">{word}</span>
          </Fragment>
        ))}
      </code>
      <button
        type="button"
        onClick={copy}
        aria-label={`${label} ${name}`}
        className={`min-h-10 w-20 shrink-0 rounded-r-md border-l border-line font-medium hover:bg-line ${isHydrated ? "" : "invisible"}`}
      >
        <span aria-live="polite">{label}</span>
      </button>
    </div>
  );
}
