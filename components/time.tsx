"use client";

import { useEffect, useState } from "react";
import { formatAbsolute, formatRelative } from "./format-time";
import { useTimeZone } from "./time-zone";

const tickMs = 30_000;

/**
 * A moment, relative to now ("6 min ago"), with the exact time in the viewer's zone and in UTC on hover and for screen readers.
 *
 * @param value ISO 8601
 * @param now the server's clock when it drew the page, ISO 8601, so that both draw the same at first
 */
export function Time({ value, now, absolute = false }: { value: string; now: string; absolute?: boolean }) {
  const zone = useTimeZone();
  const [current, setCurrent] = useState(() => Date.parse(now));
  useEffect(() => {
    const tick = () => setCurrent(Date.now());
    tick();
    const timer = setInterval(tick, tickMs);
    return () => clearInterval(timer);
  }, []);
  const at = new Date(value);
  const local = formatAbsolute(at, zone);
  const title = zone === "UTC" ? local : `${local} · ${formatAbsolute(at, "UTC")}`;
  return (
    <time dateTime={value} title={title} className="whitespace-nowrap tabular-nums">
      {absolute ? local : formatRelative(at, current)}
    </time>
  );
}
