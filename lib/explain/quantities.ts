const numbers = new Intl.NumberFormat("en");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "1,204". */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** "1 person", "1,204 people". @param plural `singular` with an s, unless it is told otherwise */
export function countOf(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)} ${value === 1 ? singular : plural}`;
}

/** "1 person", "3 people". */
export function countPeople(value: number): string {
  return countOf(value, "person", "people");
}

/** "title", "title and department", "title, department and 3 more". */
export function joinWords(words: readonly string[], shown = 4): string {
  const rest = words.length - shown;
  const named = rest > 0 ? [...words.slice(0, shown), `${formatNumber(rest)} more`] : words;
  if (named.length < 2) return named.join("");
  return `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}

/** A length of time to one figure: "less than a minute", "6 minutes", "3 hours", "2 days". @param ms not negative */
export function formatDuration(ms: number): string {
  if (ms < minuteMs) return "less than a minute";
  if (ms < 2 * hourMs) return countOf(Math.floor(ms / minuteMs), "minute");
  return ms < 2 * dayMs ? countOf(Math.floor(ms / hourMs), "hour") : countOf(Math.floor(ms / dayMs), "day");
}

/** "3 May 2026", in UTC, since the reader's zone is not known here. */
export function formatDay(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "14:02", in UTC. */
export function formatTimeOfDay(at: Date): string {
  return at.toISOString().slice(11, 16);
}
