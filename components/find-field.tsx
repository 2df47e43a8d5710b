"use client";

import { useEffect, useState } from "react";
import { TextField } from "./text-field";

type FindFieldProps = {
  name: string;
  label: string;
  /** What is looked for. */
  kind: "person" | "group";
  hint?: string;
  error?: string | undefined;
};

type Suggestion = { readonly value: string; readonly name: string };

/** A line in which a person or group is named; while one types, those who fit are offered. */
export function FindField({ kind, ...field }: FindFieldProps) {
  const [text, setText] = useState("");
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const listId = `${field.name}-suggestions`;

  useEffect(() => {
    if (text.trim() === "") return setSuggestions([]);
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const address = `/api/find?text=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { signal: asking.signal }).catch(() => undefined);
      if (!answer?.ok) return;
      const found: readonly (Suggestion & { kind: string })[] = await answer.json();
      setSuggestions(found.filter((one) => one.kind === kind));
    }, 150);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text, kind]);

  return (
    <>
      <TextField
        {...field}
        value={text}
        onChange={({ target }) => setText(target.value)}
        list={listId}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <datalist id={listId}>
        {suggestions.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
