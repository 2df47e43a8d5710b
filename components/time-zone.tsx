"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const oneYearSeconds = 365 * 24 * 60 * 60;
const Zone = createContext("UTC");

/**
 * Tells everything below in which zone the viewer reads times. The server knows it from the viewer's last visit; on the
 * first it writes UTC, which the browser replaces.
 */
export function TimeZone({ remembered, children }: { remembered: string | undefined; children: ReactNode }) {
  const [zone, setZone] = useState(isZone(remembered) ? remembered : "UTC");
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone(own);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `roster.timezone=${encodeURIComponent(own)}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
  }, []);
  return <Zone value={zone}>{children}</Zone>;
}

/** The viewer's time zone by its IANA name. */
export function useTimeZone(): string {
  return useContext(Zone);
}

function isZone(name: string | undefined): name is string {
  if (name === undefined) return false;
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
