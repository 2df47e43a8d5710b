/**
 * How much of people the request log keeps: "full" as it was sent, "masked" with what names a person made unreadable but
 * comparable, "minimal" ids and the names of attributes only.
 */
export const redactionLevels = ["full", "masked", "minimal"] as const;

export type RedactionLevel = (typeof redactionLevels)[number];

/** Whether `text` is one of the levels. */
export function isRedactionLevel(text: unknown): text is RedactionLevel {
  return redactionLevels.some((level) => level === text);
}
