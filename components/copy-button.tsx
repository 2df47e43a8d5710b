"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { describeButton } from "./button";

const shownMs = 2000;

type CopyButtonProps = {
  text: string;
  /** What the button says, such as "Copy with Bearer". */
  label: string;
  /** What is copied, for screen readers; absent: the label says it. */
  name?: string;
  size?: "regular" | "small";
  /** Where the clipboard cannot be written: it needs https or localhost. */
  onFail?: () => void;
};

/** A button that copies a text and says so. */
export function CopyButton({ text, label, name, size = "regular", onFail }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      onFail?.();
    }
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={name === undefined ? undefined : `${isCopied ? "Copied" : label} ${name}`}
      className={describeButton("plain", size)}
    >
      <Icon aria-hidden size={14} />
      <span aria-live="polite">{isCopied ? "Copied" : label}</span>
    </button>
  );
}
