"use client";

import { useEffect, useState } from "react";
import type { DraftMapping } from "@/lib/console/targets/mapping-editor";

type Written = Pick<DraftMapping, "name" | "expression" | "enabled">;

/**
 * What somebody writes. As long as it is not saved it is kept in this tab, so that leaving the page loses nothing, and the
 * browser asks before the tab is closed.
 *
 * @param key names what is edited, with its version
 */
export function useDraft(key: string, saved: Written) {
  const { name, expression, enabled } = saved;
  const [draft, setDraft] = useState<Written>({ name, expression, enabled });
  const [isRestored, setRestored] = useState(false);
  const isChanged = draft.name !== name || draft.expression !== expression || draft.enabled !== enabled;

  useEffect(() => {
    const kept = readKept(sessionStorage.getItem(key));
    if (kept === undefined) return;
    setDraft(kept);
    setRestored(true);
  }, [key]);

  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);

  function change(part: Partial<Written>) {
    const next = { ...draft, ...part };
    setDraft(next);
    if (next.name === name && next.expression === expression && next.enabled === enabled)
      sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(next));
  }

  function discard() {
    sessionStorage.removeItem(key);
    setRestored(false);
    setDraft({ name, expression, enabled });
  }

  return { draft, change, isChanged, isRestored: isRestored && isChanged, discard };
}

function readKept(text: string | null): Written | undefined {
  if (text === null) return undefined;
  const kept: unknown = JSON.parse(text);
  if (typeof kept !== "object" || kept === null) return undefined;
  const { name, expression, enabled } = kept as Partial<Record<keyof Written, unknown>>;
  return typeof name === "string" && typeof expression === "string" && typeof enabled === "boolean"
    ? { name, expression, enabled }
    : undefined;
}
