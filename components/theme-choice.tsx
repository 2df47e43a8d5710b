"use client";

import { useEffect, useState } from "react";
import { isTheme, type Theme, themeCookie } from "./theme";

const oneYearSeconds = 365 * 24 * 60 * 60;
const choices = [
  { value: "system", name: "System" },
  { value: "light", name: "Light" },
  { value: "dark", name: "Dark" },
] as const;

/** Light, dark, or as the system is. The choice is kept in a cookie, for this browser. */
export function ThemeChoice() {
  const [choice, setChoice] = useState<Theme | "system">("system");
  useEffect(() => {
    const chosen = document.documentElement.dataset.theme;
    if (isTheme(chosen)) setChoice(chosen);
  }, []);

  function choose(value: Theme | "system") {
    setChoice(value);
    if (value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
    const lifetime = value === "system" ? 0 : oneYearSeconds;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${themeCookie}=${value}; path=/; max-age=${lifetime}; samesite=lax`;
  }

  return (
    <label className="flex items-center gap-2 text-[0.8125rem] text-muted">
      Theme
      <select
        value={choice}
        onChange={({ target }) => choose(isTheme(target.value) ? target.value : "system")}
        className="h-8 grow rounded-md border border-line-strong bg-ground px-2 text-text"
      >
        {choices.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
