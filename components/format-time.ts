const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** "28 Nov 2026, 14:02:09 CET": a moment in a time zone, by its IANA name. */
export function formatAbsolute(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  return parts.format(at);
}

/** "6 min. ago", "in 3 days", "just now". `now` in milliseconds since 1970. */
export function formatRelative(at: Date, now: number): string {
  const difference = at.getTime() - now;
  const size = Math.abs(difference);
  if (size < minuteMs) return difference > 0 ? "in less than a minute" : "just now";
  if (size < hourMs) return relative.format(Math.trunc(difference / minuteMs), "minute");
  if (size < 2 * dayMs) return relative.format(Math.trunc(difference / hourMs), "hour");
  return relative.format(Math.trunc(difference / dayMs), "day");
}
