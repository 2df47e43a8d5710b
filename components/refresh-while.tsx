"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Has the server draw the page again every few seconds while something on it is under way, and somebody looks at it. What was
 * typed or opened in it stays.
 *
 * @param everyMs absent: nothing is under way
 */
export function RefreshWhile({ everyMs }: { everyMs: number | undefined }) {
  const router = useRouter();
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, router]);
  return null;
}
